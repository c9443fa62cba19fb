import { expect, test } from 'vitest';
import { Slots } from './slots';

test('places are given in the order of waiting, and never more than there are', async () => {
  const slots = new Slots(2, 10);
  const served: number[] = [];
  expect([slots.tryTake(), slots.tryTake(), slots.tryTake()]).toEqual([true, true, false]);
  const waiting = [1, 2, 3].map(async (n) => {
    expect(await slots.take(1_000)).toBe(true);
    served.push(n);
  });
  for (let i = 0; i < 3; i += 1) slots.release();
  await Promise.all(waiting);
  expect(served).toEqual([1, 2, 3]);
  expect(slots.taken).toBe(2);
});

test('nobody waits beyond the deadline, nor in a queue that is full', async () => {
  const slots = new Slots(1, 1);
  slots.tryTake();
  const late = slots.take(20);
  expect(await slots.take(1_000)).toBe(false);
  expect(await late).toBe(false);
  slots.release();
  expect(slots.taken).toBe(0);
  expect(slots.tryTake()).toBe(true);
});

test('the last to leave ends the wait for an idle connection', async () => {
  const slots = new Slots(2, 1);
  await slots.whenFree(1_000);
  slots.tryTake();
  const idle = slots.whenFree(10_000);
  slots.release();
  await idle;
  expect(slots.taken).toBe(0);
});
