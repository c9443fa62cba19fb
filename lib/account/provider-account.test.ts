import { describe, expect, it } from 'vitest';
import { accountAtGithub, accountByClaims } from './provider-account';

const issuer = 'https://id.example.com';
const claims = { sub: 's-1', name: 'Ada', email: 'ada@example.com', email_verified: true };

describe('who a provider vouches for', () => {
  it('is known by the subject, and by an address in the form that ours are stored in', () => {
    expect(accountByClaims('oidc', issuer, { ...claims, email: ' ADA@Example.com ' })).toEqual({
      provider: 'oidc',
      issuer,
      subject: 's-1',
      name: 'Ada',
      email: 'ada@example.com',
      isVerified: true,
    });
  });

  it.each([undefined, null, false, 'true', 1, 'yes'])(
    'has no verified address when email_verified is %j',
    (email_verified) => {
      expect(accountByClaims('oidc', issuer, { ...claims, email_verified })).toMatchObject({ isVerified: false });
    },
  );

  it.each([
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@evil.example@example.com',
    'ada＠evil.example@example.com',
    'ada@example.com\u0000',
    '"ada@example.com"@evil.example',
    ['ada@example.com'],
    '',
  ])('has no address that is not one plain address after normalisation: %j', (email) => {
    expect(accountByClaims('oidc', issuer, { ...claims, email })).toMatchObject({ email: null, isVerified: false });
  });

  it('is nobody without a subject', () => {
    for (const sub of [undefined, '', 7, 'x'.repeat(256)]) {
      expect(() => accountByClaims('oidc', issuer, { ...claims, sub })).toThrow();
    }
  });

  it('at GitHub has the primary address if it is verified, and no other', () => {
    const user = { id: 583_231, login: 'ada', name: null };
    const primary = { email: 'ada@example.com', primary: true, verified: true };
    const second = { email: 'boss@example.com', primary: false, verified: true };
    expect(accountAtGithub(issuer, user, [second, primary])).toEqual({
      provider: 'github',
      issuer,
      subject: '583231',
      name: 'ada',
      email: 'ada@example.com',
      isVerified: true,
    });
    const isVerified = false;
    expect(accountAtGithub(issuer, user, [second, { ...primary, verified: false }])).toMatchObject({ isVerified });
    expect(accountAtGithub(issuer, user, [second])).toMatchObject({ email: null, isVerified });
  });
});
