import { describe, expect, it } from 'vitest';
import { createAfterwards } from './afterwards';

const open = (delayMs?: number) => {
  const logged: unknown[] = [];
  return { logged, afterwards: createAfterwards({ error: (...said: unknown[]) => void logged.push(said) }, delayMs) };
};

describe('what follows an answer', () => {
  it('has not begun when the answer is given, and is done in order', async () => {
    const { afterwards } = open(0);
    const done: number[] = [];
    for (const n of [1, 2, 3]) afterwards.run(async () => void done.push(n));
    expect(done).toEqual([]);
    await afterwards.idle();
    expect(done).toEqual([1, 2, 3]);
  });

  it('is not lost when the process ends before its time has come', async () => {
    const { afterwards, logged } = open(60_000);
    const done: string[] = [];
    afterwards.run(async () => void done.push('mail'));
    await afterwards.close();
    afterwards.run(async () => void done.push('late'));
    await afterwards.idle();
    expect(done).toEqual(['mail']);
    expect(logged).toHaveLength(1);
  });

  it('that fails is logged, and the next one is done', async () => {
    const { afterwards, logged } = open(0);
    const done: string[] = [];
    const err = new Error('the database is away');
    afterwards.run(() => Promise.reject(err));
    afterwards.run(async () => void done.push('next'));
    await afterwards.idle();
    expect([logged, done]).toEqual([[[{ err }, 'what follows an answer failed']], ['next']]);
  });

  it('never piles up without end', async () => {
    const { afterwards, logged } = open(60_000);
    let count = 0;
    for (let n = 0; n < 1_100; n += 1)
      afterwards.run(async () => {
        count += 1;
      });
    await afterwards.close();
    expect([count, logged.length]).toEqual([1_000, 100]);
  });
});
