import { noWorkspace } from './help';
import type { Output } from './output';
import { readAllPages } from './read-all-pages';
import type { Rest } from './rest-client';

/** The invites of a workspace that nobody accepted yet, newest first, with the body of the REST answer. */
export async function readInvites(rest: Rest, slug: string, output: Output) {
  const { InviteList } = await import('../members/schemas');
  const request = { method: 'GET', path: ['workspaces', slug, 'invites'], missing: noWorkspace(slug) } as const;
  return readAllPages(rest, request, InviteList, 'invites', output);
}
