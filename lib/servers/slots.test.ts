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

test('a lent place serves others, and is taken back at once; then nobody gets one until the bound holds again', async () => {
  const slots = new Slots(1, 10, 1);
  slots.tryTake();
  const waiting = slots.take(1_000);
  expect(slots.lend()).toBe(true);
  expect(await waiting).toBe(true);
  slots.takeBack();
  expect(slots.taken).toBe(2);
  let isServed = false;
  const next = slots.take(1_000).then(() => {
    isServed = true;
  });
  slots.release();
  await Promise.resolve();
  expect([slots.taken, isServed]).toEqual([1, false]);
  slots.release();
  await next;
  slots.release();
  expect(slots.taken).toBe(0);
});

test('only so many places are lent at once; the others are kept', () => {
  const slots = new Slots(2, 10, 1);
  slots.tryTake();
  slots.tryTake();
  expect([slots.lend(), slots.lend(), slots.taken]).toEqual([true, false, 1]);
  slots.forgo();
  expect([slots.lend(), slots.taken]).toEqual([true, 0]);
});
