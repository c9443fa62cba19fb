import type { Token } from '../tokens/schemas';
import { CliError } from './cli-error';
import { findNamed } from './find-named';
import { noWorkspace } from './help';
import type { Output } from './output';
import { readAllPages } from './read-all-pages';
import type { Rest } from './rest-client';

export const tokenArgument = ['<TOKEN_ID>', 'the ID that the list shows, or the name; never the token itself'] as const;

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Of a workspace, newest first, with the body of the REST answer. */
export async function readTokens(rest: Rest, slug: string, output: Pick<Output, 'say'>) {
  const { TokenList } = await import('../tokens/schemas');
  const request = { method: 'GET', path: ['workspaces', slug, 'tokens'], missing: noWorkspace(slug) } as const;
  return readAllPages(rest, request, TokenList, 'tokens', output);
}

/**
 * The ID of a token that is named by it or by its name. An ID is not looked up: the request that uses it finds out, with `noToken`.
 * @throws CliError `not_found` for an unknown workspace or name, with what was probably meant.
 */
export async function findTokenId(
  rest: Rest,
  slug: string,
  asked: string,
  output: Pick<Output, 'say'>,
): Promise<string> {
  if (isId(asked)) return asked;
  const { items } = await readTokens(rest, slug, output);
  return (await findNamed(items, asked, tokenKind(slug))).id;
}

const tokenKind = (slug: string) => ({
  noun: 'token',
  names: ({ name, hint }: Token) => [name, hint],
  isLiving: ({ status }: Token) => status === 'active' || status === 'paused',
  list: `aerostack workspace token list ${slug}`,
});

/** For `missing` of a request about a token: says whether it is the workspace that there is not. */
export const noToken = (slug: string, id: string) => async (rest: Rest) => {
  const { Workspace } = await import('../workspaces/schemas');
  const request = { method: 'GET', path: ['workspaces', slug], missing: noWorkspace(slug) } as const;
  const found = await rest.send(request, Workspace).catch((error: unknown) => error);
  if (found instanceof CliError && found.kind === 'not_found') return found.message;
  return `There is no token with the ID “${id}” in ${slug} that you may see. List them: aerostack workspace token list ${slug}`;
};
