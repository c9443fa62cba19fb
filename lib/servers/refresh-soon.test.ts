import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefreshSoon, type RefreshSoon } from './refresh-soon';

let runs: string[];
let finish: (() => void)[];
let soon: RefreshSoon;

beforeEach(() => {
  vi.useFakeTimers();
  runs = [];
  finish = [];
  const refresh = (id: string) => {
    runs.push(id);
    return new Promise<void>((resolve) => finish.push(resolve));
  };
  soon = createRefreshSoon(refresh, () => Date.now());
});
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const end = async () => {
  for (const one of finish.splice(0)) one();
  await pass(0);
};

test('a burst of changes is one refresh, 100 ms after the first; each server has its own', async () => {
  for (let i = 0; i < 50; i += 1) soon.ask('a');
  await pass(75);
  soon.ask('a');
  soon.ask('b');
  await pass(24);
  expect(runs).toEqual([]);
  await pass(1);
  expect(runs).toEqual(['a']);
  await pass(75);
  expect(runs).toEqual(['a', 'b']);
});

test('a server that never calms down is refreshed twice a second, and no change is lost', async () => {
  for (let ms = 0; ms < 10_000; ms += 50) {
    soon.ask('a');
    await pass(50);
    await end();
  }
  expect(runs.length).toBeGreaterThanOrEqual(18);
  expect(runs.length).toBeLessThanOrEqual(21);
  await pass(5_000);
  const { length } = runs;
  await end();
  await pass(5_000);
  expect(runs.length).toBe(length);
});

test('a change during a refresh leads to another one, however long the first takes', async () => {
  soon.ask('a');
  await pass(200);
  soon.ask('a');
  soon.ask('a');
  await pass(9_000);
  expect(runs).toEqual(['a']);
  await end();
  await pass(200);
  expect(runs).toEqual(['a', 'a']);
});

test('nothing runs for a server that is forgotten, and stopping waits for what runs', async () => {
  soon.ask('gone');
  soon.ask('here');
  soon.forget('gone');
  await pass(200);
  expect(runs).toEqual(['here']);
  soon.ask('here');
  let isStopped = false;
  const stopping = soon.stop().then(() => {
    isStopped = true;
  });
  await pass(0);
  expect(isStopped).toBe(false);
  await end();
  await stopping;
  await pass(5_000);
  expect(runs).toEqual(['here']);
  expect(vi.getTimerCount()).toBe(0);
});
