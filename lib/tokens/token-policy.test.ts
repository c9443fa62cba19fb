import { describe, expect, it } from 'vitest';
import { checkPolicy } from './token-policy';

const now = new Date('2026-11-27T12:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const none = { tokenLifetimeMax: null, tokenExpiryRequired: false };
const refusal = (message: string) => expect.objectContaining({ code: 'invalid_input', message });

describe('the token policy of a workspace', () => {
  it('allows anything where none is set', () => {
    expect(() => checkPolicy(none, null, now)).not.toThrow();
    expect(() => checkPolicy(none, inSeconds(1e9), now)).not.toThrow();
  });

  it('refuses a token without expiry where one is required, or where there is a longest time', () => {
    const thrown = (policy: Parameters<typeof checkPolicy>[0], expiresAt: Date | null) => {
      try {
        checkPolicy(policy, expiresAt, now);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(thrown({ ...none, tokenExpiryRequired: true }, null)).toEqual(
      refusal('Tokens of this workspace must expire.'),
    );
    const month = { ...none, tokenLifetimeMax: 2_592_000 };
    expect(thrown(month, null)).toEqual(refusal('Tokens of this workspace must expire within 30 days.'));
    expect(thrown(month, inSeconds(2_592_001))).toEqual(
      refusal('Tokens of this workspace must expire within 30 days.'),
    );
    expect(thrown(month, inSeconds(2_592_000))).toBeNull();
  });
});
