import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenScope } from './schemas';
import { admitsAddress, readScope, type Subject, scopeText, whyRefused } from './scope';

const everything: TokenScope = { servers: null, allow: [], deny: [], read_only: false, addresses: [] };
const tool = (server: string, name: string, isReadOnly = false): Subject => ({
  kind: 'tool',
  server,
  name,
  isReadOnly,
});

describe('what a scope grants', () => {
  it('without a scope a token reaches everything', () => {
    expect(whyRefused(null, tool('github', 'delete_repo'))).toBeNull();
  });

  it('a denial outranks an allowance, and a server that is not named outranks both', () => {
    const scope = { ...everything, servers: ['github'], allow: ['github__*'], deny: ['*__delete_*'] };
    expect(whyRefused(scope, tool('github', 'search'))).toBeNull();
    expect(whyRefused(scope, tool('github', 'delete_repo'))).toBe('denied');
    expect(whyRefused(scope, tool('jira', 'search'))).toBe('server_not_granted');
    expect(whyRefused({ ...everything, allow: ['jira__*'] }, tool('github', 'search'))).toBe('not_allowed');
  });

  it('a token for reading sees only tools that say that they change nothing, and every prompt and resource', () => {
    const scope = { ...everything, read_only: true };
    expect(whyRefused(scope, tool('github', 'search', true))).toBeNull();
    expect(whyRefused(scope, tool('github', 'search', false))).toBe('not_read_only');
    expect(whyRefused(scope, { ...tool('github', 'review'), kind: 'prompt' })).toBeNull();
    expect(whyRefused(scope, { ...tool('github', 'file:///a'), kind: 'resource' })).toBeNull();
  });

  it('narrowing a scope never grants more', () => {
    const word = fc.constantFrom('a', 'b', 'a__x', 'b__y', '*', 'a*', '*x', '*__*');
    const scopes = fc.record({
      servers: fc.option(fc.array(fc.constantFrom('a', 'b'), { minLength: 1 })),
      allow: fc.array(word, { minLength: 1, maxLength: 3 }),
      deny: fc.array(word, { maxLength: 3 }),
      read_only: fc.boolean(),
      addresses: fc.constant<string[]>([]),
    });
    const subjects = fc.record({
      kind: fc.constantFrom('tool' as const, 'prompt' as const, 'resource' as const),
      server: fc.constantFrom('a', 'b', 'c'),
      name: fc.constantFrom('x', 'y', 'xy'),
      isReadOnly: fc.boolean(),
    });
    fc.assert(
      fc.property(scopes, scopes, subjects, (wide, more, subject) => {
        const narrow = { ...wide, deny: [...wide.deny, ...more.deny], read_only: wide.read_only || more.read_only };
        if (whyRefused(narrow, subject) === null) expect(whyRefused(wide, subject)).toBeNull();
      }),
    );
  });
});

describe('the addresses of a scope', () => {
  const scope = { ...everything, addresses: ['10.0.0.0/8', '2001:db8::/32', '203.0.113.7/32'] };

  it.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['', false],
    ['unknown', false],
  ])('%s: %s', (address, isIn) => {
    expect(admitsAddress(scope, address)).toBe(isIn);
  });

  it('none means anywhere', () => {
    expect(admitsAddress(everything, 'unknown')).toBe(true);
    expect(admitsAddress(null, 'unknown')).toBe(true);
  });
});

describe('a scope at rest', () => {
  it('is one text for one meaning, whatever the order it was given in', () => {
    const one = scopeText({ ...everything, servers: ['b', 'a', 'b'], deny: ['y', 'x'] });
    expect(one).toBe(scopeText({ ...everything, servers: ['a', 'b'], deny: ['x', 'y', 'x'] }));
    expect(readScope(one)).toEqual({ ...everything, servers: ['a', 'b'], deny: ['x', 'y'] });
  });

  it('is nothing when it narrows nothing', () => {
    expect(scopeText(everything)).toBeNull();
    expect(scopeText(null)).toBeNull();
  });
});
