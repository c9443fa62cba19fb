import { z } from 'zod';

const lengthMin = 2;
const lengthMax = 40;
const reserved = new Set([
  'new',
  'api',
  'admin',
  'settings',
  'account',
  'workspaces',
  'setup',
  'sign-in',
  'invite',
  'ws',
]);

/** `[a-z0-9]` and single inner `-`, 2–40 characters. Never `_`: tool names join a server's slug and the tool with `__`. */
export const Slug = z
  .string()
  .min(lengthMin, `Use at least ${lengthMin} characters.`)
  .max(lengthMax, `Use at most ${lengthMax} characters.`)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Use lowercase letters, digits and single dashes between them.')
  .refine((slug) => !reserved.has(slug), 'This word is reserved; choose another.');

/** The slug proposed for a name: `Äcme Tools!` → `acme-tools`. May be too short or reserved; `Slug` decides. */
export function slugFromName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, lengthMax)
    .replace(/^-+|-+$/g, '');
}

/**
 * A free slug for `name`: the proposed one, else with the smallest suffix that is free (`acme-2`, and `new-2` for a reserved
 * word). `taken` holds every slug that is in use; `fallback` serves names without a usable letter.
 */
export function freeSlug(name: string, taken: ReadonlySet<string>, fallback: string): string {
  const proposed = slugFromName(name);
  const base = proposed.length < lengthMin ? fallback : proposed;
  if (!taken.has(base) && !reserved.has(base)) return base;
  for (let n = 2; ; n += 1) {
    const candidate = `${base.slice(0, lengthMax - String(n).length - 1).replace(/-+$/, '')}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
