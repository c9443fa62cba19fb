import { beforeEach, expect, test } from 'vitest';
import { Breaker } from './breaker';

let nowMs = 0;
let breaker: Breaker;

beforeEach(() => {
  nowMs = 10_000;
  breaker = new Breaker(() => nowMs);
});

const fail = (times: number) => {
  for (let i = 0; i < times; i += 1) breaker.failed('Nothing listens there.');
};

test('two failures in a row change nothing, the third stops everything at once', () => {
  fail(2);
  expect(breaker.isClosed).toBe(true);
  fail(1);
  expect(breaker.isClosed).toBe(false);
  expect(breaker.enter()).toMatchObject({ stage: 'down', ran: 'never' });
});

test('a success between failures begins the count anew', () => {
  fail(2);
  breaker.succeeded();
  fail(2);
  expect(breaker.isClosed).toBe(true);
});

test('says since when, why, and when it is tried next', () => {
  fail(1);
  nowMs += 4_000;
  fail(2);
  expect(breaker.enter()?.message).toBe('The server has not been reachable for 4 s: Nothing listens there.');
  expect(breaker.enter()?.nextStep).toContain('It is tried again in 1 s.');
});

test('after the pause exactly one may try; its success lets everyone through', () => {
  fail(3);
  nowMs += 1_000;
  expect(breaker.enter()).toBeNull();
  expect(breaker.enter()).toMatchObject({ stage: 'down' });
  expect(breaker.isClosed).toBe(false);
  breaker.succeeded();
  breaker.leave();
  expect(breaker.isClosed).toBe(true);
  expect(breaker.enter()).toBeNull();
});

test('every try that fails doubles the pause, up to 30 s, and a success sets it back', () => {
  const pauses: number[] = [];
  fail(3);
  for (let round = 0; round < 7; round += 1) {
    let waitedMs = 0;
    while (breaker.enter() !== null) {
      nowMs += 500;
      waitedMs += 500;
    }
    pauses.push(waitedMs);
    fail(1);
    breaker.leave();
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  nowMs += 30_000;
  breaker.enter();
  breaker.succeeded();
  fail(3);
  nowMs += 1_000;
  expect(breaker.enter()).toBeNull();
});

test('a try whose caller gave up proves nothing: the next one may try at once', () => {
  fail(3);
  nowMs += 1_000;
  breaker.enter();
  breaker.leave();
  expect(breaker.isClosed).toBe(false);
  expect(breaker.enter()).toBeNull();
});

test('failures of requests that were under way when it opened do not lengthen the pause', () => {
  fail(40);
  nowMs += 1_000;
  expect(breaker.enter()).toBeNull();
});
