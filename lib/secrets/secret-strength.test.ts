import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { weakness } from './secret-strength';

describe('the installation secret', () => {
  it.each([
    ['short', 'shorter'],
    ['a'.repeat(64), 'repeated'],
    ['abcdefghijklmnop'.repeat(2), 'repeated'],
    ['Zx81Qw7k'.repeat(5), 'repeated'],
    ['changeme-changeme-please-now-0123', 'example'],
    ['please-replace-with-32-random-bytes', 'example'],
    ['my-super-secret-key-for-this-gateway', 'example'],
    ['$(openssl rand -base64 32) and then so', 'example'],
    ['0123456789abcdef0123456789abcdeg', 'example'],
  ])('%s is refused', (text, reason) => {
    expect(weakness(text)).toContain(reason);
  });

  it('random values in every usual spelling are accepted', () => {
    for (let i = 0; i < 200; i += 1) {
      for (const spelling of ['hex', 'base64', 'base64url'] as const)
        expect(weakness(randomBytes(32).toString(spelling))).toBeNull();
    }
  });
});
