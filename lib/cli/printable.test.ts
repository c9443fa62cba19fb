import { describe, expect, it } from 'vitest';
import { cutTo, displayWidth, holdsSecret, printable } from './printable';

describe('what is printed', () => {
  it('cannot move the cursor, colour the screen or reverse the direction of writing', () => {
    expect(printable('a\u001b[2Jb\rc\u202ed\u009be')).toBe('a\ufffd[2Jb\ufffdc\ufffdd\ufffde');
  });

  it.each(['mwt_', 'mwi_', 'ak_'])('never holds what follows %s', (prefix) => {
    const secret = prefix + 'c0ffee00'.repeat(6);
    expect(holdsSecret(`id=${secret}`)).toBe(true);
    expect(printable(`unknown option '--x=${secret}'`)).toBe(`unknown option '--x=${prefix}…'`);
  });

  it('leaves words alone that only look like the start of a secret', () => {
    expect(holdsSecret('mwt_tokens of ak_team')).toBe(false);
    expect(printable('mwt_tokens of ak_team')).toBe('mwt_tokens of ak_team');
  });
});

describe('a column', () => {
  it('is measured as a terminal draws it', () => {
    expect(['CI Bot', 'Zoë', 'Zoe\u0308', '東京', '🚀'].map(displayWidth)).toEqual([6, 3, 3, 4, 2]);
  });

  it('is cut to its width and not one column wider', () => {
    expect(cutTo(6, 'CI Bot')).toBe('CI Bot');
    expect(cutTo(6, 'CI Robot')).toBe('CI Ro…');
    expect(cutTo(4, 'CI Robot')).toBe('CI…');
    expect(cutTo(6, '東京タワー')).toBe('東京…');
  });
});
