import { describe, expect, it } from 'vitest';
import { durationText, expirySeconds, isAllowed, policyText, presetsWithin } from './expiry';

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

describe('the policy of a workspace', () => {
  const free = { max_lifetime: null, expiry_required: false };

  it('leaves out the presets that would be refused, and offers the longest lifetime there is', () => {
    expect(presetsWithin(free)[0]?.seconds).toBeNull();
    expect(presetsWithin({ ...free, expiry_required: true })[0]?.label).toBe('90 days');
    expect(presetsWithin({ ...free, max_lifetime: 2_592_000 })[0]?.label).toBe('30 days');
    expect(presetsWithin({ ...free, max_lifetime: 604_800 }).map(({ label }) => label)).toEqual([
      '7 days',
      '24 hours',
      '1 hour',
    ]);
    expect(presetsWithin({ ...free, max_lifetime: 60 }).map(({ seconds }) => seconds)).toEqual([60]);
  });

  it('is told in words, a longest lifetime being an expiry too', () => {
    expect(policyText(free)).toBeNull();
    expect(policyText({ ...free, expiry_required: true })).toBe('Tokens of this workspace must expire.');
    expect(policyText({ ...free, max_lifetime: 5_400 })).toBe(
      'Tokens of this workspace must expire within 90 minutes.',
    );
    expect(isAllowed(null, { ...free, max_lifetime: 60 })).toBe(false);
    expect(durationText(86_400)).toBe('1 day');
  });
});
