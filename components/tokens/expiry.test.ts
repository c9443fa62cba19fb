import { describe, expect, it } from 'vitest';
import { expirySeconds } from './expiry';

const now = Date.parse('2026-11-23T12:00:00Z');

describe('lifetime of a new token', () => {
  it('is what the preset says, and never is never', () => {
    expect(expirySeconds({ kind: 'preset', seconds: 86_400 }, now)).toBe(86_400);
    expect(expirySeconds({ kind: 'preset', seconds: null }, now)).toBeNull();
  });

  it('counts a typed duration in its unit', () => {
    expect(expirySeconds({ kind: 'in', amount: '90', unit: 'minutes' }, now)).toBe(5_400);
    expect(expirySeconds({ kind: 'in', amount: '1.5', unit: 'days' }, now)).toBe(129_600);
  });

  it('ends at the chosen moment', () => {
    expect(expirySeconds({ kind: 'at', localTime: '2026-11-24T12:00:00Z' }, now)).toBe(86_400);
  });

  it.each([
    { kind: 'in', amount: '', unit: 'days' } as const,
    { kind: 'in', amount: 'ten', unit: 'days' } as const,
    { kind: 'at', localTime: '' } as const,
  ])('is never mistaken for “no expiry” while it is unfinished: %j', (expiry) => {
    expect(expirySeconds(expiry, now)).toBeNaN();
  });
});
