import { expect, it } from 'vitest';
import type { WorkspaceAccess } from '../access/authorize';
import { type Role, roles } from '../workspaces/schemas';
import { mayReadDetailsOf, whereDetailsReadable } from './may-read-details';

const access = (role: Role, usageDetail: string, memberId: string | null = 'self'): WorkspaceAccess => ({
  workspace: { id: 'w', slug: 'w', name: 'W', revision: 1, usageDetail },
  role,
  memberId,
});

it.each(roles.flatMap((role) => ['full', 'counts'].map((detail) => [role, detail] as const)))(
  'the %s sees their own calls where the workspace says %s',
  (role, detail) => {
    expect(mayReadDetailsOf(access(role, detail), 'self')).toBe(true);
  },
);

it.each([
  ['owner', 'full', true, true],
  ['admin', 'full', true, true],
  ['member', 'full', false, false],
  ['owner', 'counts', false, true],
  ['admin', 'counts', false, true],
  ['member', 'counts', false, false],
  // What nobody knows shows nothing more.
  ['owner', 'something new', false, true],
] as const)('the %s, where the workspace says %s: calls of others %s, of bots %s', (role, detail, others, bots) => {
  expect(mayReadDetailsOf(access(role, detail), 'other')).toBe(others);
  expect(mayReadDetailsOf(access(role, detail), null)).toBe(bots);
});

it('who is no member, as the product itself, has no calls of their own: bots are not theirs', () => {
  expect(mayReadDetailsOf(access('member', 'full', null), null)).toBe(false);
  expect(mayReadDetailsOf(access('owner', 'counts', null), 'other')).toBe(false);
});

it.each(roles.flatMap((role) => ['full', 'counts'].map((detail) => [role, detail] as const)))(
  'the condition for the %s under %s lets through just whom the rule allows',
  (role, detail) => {
    const { OR } = whereDetailsReadable(access(role, detail));
    for (const memberId of ['self', 'other', null]) {
      const isThrough = OR === undefined || OR.some((one) => one.memberId === memberId);
      expect(isThrough).toBe(mayReadDetailsOf(access(role, detail), memberId));
    }
  },
);
