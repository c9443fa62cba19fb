import { describe, expect, it } from 'vitest';
import { accountRule, addressRule, createThrottle } from './throttle';

const minute = 60_000;

describe('throttle', () => {
  it('a hundred guesses at once are not a hundred guesses', () => {
    const throttle = createThrottle();
    const waits = Array.from({ length: 100 }, () => throttle.attempt(['account:a'], 0));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(accountRule.free);
  });

  it('the delay doubles with each guess and stays below a minute', () => {
    const throttle = createThrottle();
    let nowMs = 0;
    const delays: number[] = [];
    for (let n = 0; n < accountRule.free + 8; n += 1) {
      const waitSeconds = throttle.attempt(['account:a'], nowMs);
      if (waitSeconds > 0) {
        delays.push(waitSeconds);
        nowMs += waitSeconds * 1000;
        expect(throttle.attempt(['account:a'], nowMs)).toBe(0);
      }
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('nobody is locked out: after the longest delay a try is free, and after the window all is forgotten', () => {
    const throttle = createThrottle();
    for (let at = 0; at < 30 * minute; at += minute) throttle.attempt(['account:a'], at);
    expect(throttle.attempt(['account:a'], 30 * minute)).toBe(0);
    for (let n = 0; n < accountRule.free; n += 1) expect(throttle.attempt(['account:a'], 60 * minute)).toBe(0);
  });

  it('one account under attack does not slow another one', () => {
    const throttle = createThrottle();
    for (let n = 0; n < 50; n += 1) throttle.attempt(['account:a'], 0);
    expect(throttle.attempt(['account:b'], 0)).toBe(0);
  });

  it('one address cannot go through many accounts', () => {
    const throttle = createThrottle();
    const waits = Array.from({ length: 100 }, (_, n) => throttle.attempt([`account:${n}`, 'address:192.0.2.1'], 0));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(addressRule.free);
  });

  it('signing in clears what the account collected', () => {
    const throttle = createThrottle();
    for (let n = 0; n < accountRule.free; n += 1) throttle.attempt(['account:a'], 0);
    throttle.forget('account:a');
    expect(throttle.attempt(['account:a'], 0)).toBe(0);
  });

  it('an office where everyone knows their password is never slowed down', () => {
    const throttle = createThrottle();
    for (let n = 0; n < 200; n += 1) {
      expect(throttle.attempt([`account:${n}`, 'address:192.0.2.1'], n)).toBe(0);
      throttle.takeBack('address:192.0.2.1');
    }
  });
});
