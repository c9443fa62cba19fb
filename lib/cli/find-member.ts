import type { Member } from '../members/schemas';
import { findNamed } from './find-named';
import { noWorkspace } from './help';
import type { Output } from './output';
import { readAllPages } from './read-all-pages';
import type { Rest } from './rest-client';

export const memberArgument = ['<member>', 'their address, name or ID'] as const;

/** Of a workspace, in the order in which they came, with the body of the REST answer. */
export async function readMembers(rest: Rest, slug: string, output: Output) {
  const { MemberList } = await import('../members/schemas');
  const request = { method: 'GET', path: ['workspaces', slug, 'members'], missing: noWorkspace(slug) } as const;
  return readAllPages(rest, request, MemberList, 'members', output);
}

/** @throws CliError `not_found` for an unknown workspace or member, with whom was probably meant. */
export async function findMember(rest: Rest, slug: string, asked: string, output: Output): Promise<Member> {
  const { items } = await readMembers(rest, slug, output);
  return findNamed(items, asked, memberKind(slug));
}

export const memberKind = (slug: string) => ({
  noun: 'member',
  names: ({ email, name }: Pick<Member, 'email' | 'name'>) => [email, name],
  list: `aerostack workspace member list ${slug}`,
});
