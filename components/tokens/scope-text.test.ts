import { describe, expect, it } from 'vitest';
import { scopeSummary } from './scope-text';

const nothing = { servers: null, allow: [], deny: [], read_only: false, addresses: [] };

describe('a scope in a word', () => {
  it.each([
    [null, 'All tools'],
    [{ ...nothing, servers: ['a'] }, '1 server'],
    [
      { ...nothing, servers: ['a', 'b'], read_only: true, allow: ['x', 'y'], deny: ['z'] },
      '2 servers · read only · 3 patterns',
    ],
    [{ ...nothing, addresses: ['10.0.0.0/8'] }, '1 address range'],
  ])('names every way in which a token is narrowed: %j', (scope, text) => {
    expect(scopeSummary(scope)).toBe(text);
  });
});
