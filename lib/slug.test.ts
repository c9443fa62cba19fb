import { describe, expect, it } from 'vitest';
import { freeSlug, Slug } from './slug';

describe('a proposed slug', () => {
  it.each([
    ['Acme Tools', [], 'acme-tools'],
    ['Acme', ['acme', 'acme-3'], 'acme-2'],
    ['New', [], 'new-2'],
    ['new', ['new-2'], 'new-3'],
    ['Sign in', [], 'sign-in-2'],
    ['雨の日', [], 'workspace'],
    ['é', ['workspace'], 'workspace-2'],
    [`${'x'.repeat(37)} yz`, ['x'.repeat(37).concat('-yz').slice(0, 40)], `${'x'.repeat(37)}-2`],
  ])('for %s, where %j are taken, is %s', (name, taken, slug) => {
    const free = freeSlug(name, new Set(taken), 'workspace');
    expect(free).toBe(slug);
    expect(Slug.safeParse(free).success).toBe(true);
  });
});
