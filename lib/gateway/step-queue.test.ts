import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Step } from './step';
import { StepQueue } from './step-queue';

const note = (text: string): Step => ({ kind: 'note', text });

describe('the steps of a conversation', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('wait for a slow client 64 at a time, and everybody who waits with them goes on when there is room', async () => {
    const queue = new StepQueue();
    for (let i = 0; i < 63; i += 1) await queue.push(note(String(i)));
    let wentOn = 0;
    const pushed = ['reply', 'beside it'].map((text) =>
      queue.push(note(text)).then(() => {
        wentOn += 1;
      }),
    );
    expect(queue.isFull).toBe(true);
    await queue.next(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(wentOn).toBe(0);
    await queue.next(1);
    await Promise.all(pushed);
    expect(wentOn).toBe(2);
  });

  it('come in their order, at once when they are there, and as nothing when none comes in time', async () => {
    const queue = new StepQueue();
    void queue.push(note('a'));
    void queue.push(note('b'));
    expect([await queue.next(1_000), await queue.next(1_000)]).toEqual([note('a'), note('b')]);
    const waiting = queue.next(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waiting).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('end for both sides at once, and leave no timer behind', async () => {
    const queue = new StepQueue();
    const reader = queue.next(1_000);
    queue.close();
    expect(await reader).toBeNull();
    const full = new StepQueue();
    const pushed = Array.from({ length: 64 }, (_, i) => full.push(note(String(i))));
    full.close();
    await Promise.all(pushed);
    await full.push(note('late'));
    expect(vi.getTimerCount()).toBe(0);
  });
});
