import { describe, expect, it } from 'vitest';
import { aToken } from './test-token';
import { isIdle, isInUse, mayRotate, tokenState } from './token-state';

const now = Date.parse('2026-11-23T12:00:00Z');
const at = (days: number) => new Date(now + days * 86_400_000).toISOString();

describe('what a token is called', () => {
  it('says a week ahead that it will expire', () => {
    expect(tokenState(aToken({ expires_at: at(7) }), now)).toBe('expiring');
    expect(tokenState(aToken({ expires_at: at(7.01) }), now)).toBe('active');
    expect(tokenState(aToken({ expires_at: null }), now)).toBe('active');
  });

  it('tells one that was replaced from one that goes on, as long as it works', () => {
    const old = { replaced_by: 'another', expires_at: at(1) };
    expect(tokenState(aToken(old), now)).toBe('rotating');
    expect(tokenState(aToken({ ...old, status: 'revoked' }), now)).toBe('revoked');
    expect(mayRotate(aToken(old))).toBe(false);
  });

  it('never calls a token that opens nothing by the date of its expiry', () => {
    for (const status of ['paused', 'expired', 'revoked'] as const) {
      expect(tokenState(aToken({ status, expires_at: at(1) }), now)).toBe(status);
    }
  });
});

describe('use of a token', () => {
  it('counts as recent for a day', () => {
    expect(isInUse(aToken({ last_used_at: at(-0.9) }), now)).toBe(true);
    expect(isInUse(aToken({ last_used_at: at(-1.1) }), now)).toBe(false);
    expect(isInUse(aToken(), now)).toBe(false);
  });

  it('that never came makes a token idle from its creation on', () => {
    expect(isIdle(aToken({ created_at: at(-31) }), 30, now)).toBe(true);
    expect(isIdle(aToken({ created_at: at(-29) }), 30, now)).toBe(false);
    expect(isIdle(aToken({ created_at: at(-200), last_used_at: at(-2) }), 30, now)).toBe(false);
  });
});
