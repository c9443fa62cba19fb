import type { Server } from '../servers/schemas';
import { findNamed } from './find-named';
import { noWorkspace } from './help';
import type { Output } from './output';
import { readAllPages } from './read-all-pages';
import type { Rest } from './rest-client';

export const serverArgument = ['<server>', 'its slug, as in the names of its tools; or its name or ID'] as const;

/** Of a workspace, in its order, with the body of the REST answer. */
export async function readServers(rest: Rest, slug: string, output: Output) {
  const { ServerList } = await import('../servers/schemas');
  const request = { method: 'GET', path: ['workspaces', slug, 'servers'], missing: noWorkspace(slug) } as const;
  return readAllPages(rest, request, ServerList, 'servers', output);
}

/** @throws CliError `not_found` for an unknown workspace or server, with what was probably meant. */
export async function findServer(rest: Rest, slug: string, asked: string, output: Output): Promise<Server> {
  const { items } = await readServers(rest, slug, output);
  return findNamed(items, asked, {
    noun: 'server',
    names: (server) => [server.slug, server.name],
    list: `aerostack workspace server list ${slug}`,
  });
}
