import { CliError } from './cli-error';
import { noWorkspace } from './help';
import { hashToken } from './pasted-token';
import type { Rest } from './rest-client';

const othersMax = 20;

/**
 * The ID of a token that is at hand, by its hash: the token itself is sent nowhere.
 * @throws CliError `not_found` for an unknown workspace, and for a token that is not of it, saying of which other one it is.
 */
export async function findPastedToken(rest: Rest, slug: string, raw: string): Promise<string> {
  const hash = hashToken(raw);
  const found = await findIn(rest, slug, hash);
  if (found !== null) return found;
  const { Workspace, WorkspaceList } = await import('../workspaces/schemas');
  await rest.send({ method: 'GET', path: ['workspaces', slug], missing: noWorkspace(slug) }, Workspace);
  const list = { method: 'GET', path: ['workspaces'], query: { limit: '100' } } as const;
  const others = (await rest.send(list, WorkspaceList)).value.workspaces.filter((one) => one.slug !== slug);
  for (const other of others.slice(0, othersMax)) {
    const id = await findIn(rest, other.slug, hash);
    if (id === null) continue;
    const message = `This token is not of ${slug}, but of ${other.slug}: it opens ${other.gateway_url} only. See more: aerostack workspace token explain ${other.slug} ${id}`;
    throw new CliError('not_found', message);
  }
  throw new CliError(
    'not_found',
    `You may see no such token in any workspace. Unless it is somebody else’s, the gateway of ${slug} refuses it. List those that you may see: aerostack workspace token list ${slug}`,
  );
}

async function findIn(rest: Rest, slug: string, hash: string): Promise<string | null> {
  const { Token } = await import('../tokens/schemas');
  const request = { method: 'POST', path: ['workspaces', slug, 'tokens', 'find'], body: { hash } } as const;
  const found = await rest.send(request, Token).catch((error: unknown) => {
    if (error instanceof CliError && error.kind === 'not_found') return null;
    throw error;
  });
  return found === null ? null : found.value.id;
}
