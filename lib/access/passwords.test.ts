import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './passwords';

it('a password is stored as argon2id with the cost that OWASP names (ASVS 11.4.2)', async () => {
  const stored = await hashPassword('correct horse battery staple');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword('correct horse battery staple', stored)).toBe(true);
  expect(await verifyPassword('correct horse battery stable', stored)).toBe(false);
});

it('nobody signs in to an account that does not exist, not even with the password of nobody', async () => {
  expect(await verifyPassword('the password of nobody', null)).toBe(false);
});

it('a flood of sign-ins is refused instead of taking all memory, and the next one works again', async () => {
  const stored = await hashPassword('correct horse battery staple');
  const results = await Promise.allSettled(
    Array.from({ length: 80 }, () => verifyPassword('wrong wrong wrong', stored)),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(80 - 66);
  expect(await verifyPassword('correct horse battery staple', stored)).toBe(true);
});
