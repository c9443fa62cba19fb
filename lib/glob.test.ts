import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob';

describe('a pattern of a token', () => {
  it.each([
    ['github__*', 'github__search', true],
    ['github__*', 'gitlab__search', false],
    ['*__delete_*', 'github__delete_repo', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
    ['[ab]?', '[ab]?', true],
    ['*a*b', 'xaxxb', true],
    ['*a*b', 'xaxxbx', false],
  ])('%s against %s: %s', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches);
  });

  it('means what a regular expression of the same words means', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '_', '*'), maxLength: 12 });
    const plain = fc.string({ unit: fc.constantFrom('a', 'b', '_'), maxLength: 14 });
    fc.assert(
      fc.property(letters, plain, (glob, text) => {
        const pattern = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
        expect(matchesGlob(glob, text)).toBe(pattern.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes no time that explodes with its stars', () => {
    const text = 'a'.repeat(2_000);
    expect(matchesGlob(`${'*a'.repeat(140)}b`, text)).toBe(false);
  });
});
