import { hostname } from 'node:os';
import type { Client } from '../connect/client';
import { CreatedToken, Token, TokenList } from '../tokens/schemas';
import type { Rest } from './rest-client';

/** Which machine's which client it is: `alice-laptop · Cursor`. */
export const tokenName = ({ label }: Client): string =>
  `${(hostname().split('.')[0] ?? '').slice(0, 40) || 'unnamed'} · ${label}`;

/** Makes a token for one client on this machine. */
export async function makeToken(
  rest: Rest,
  slug: string,
  client: Client,
  expiresIn: number | undefined,
): Promise<{ id: string; name: string; raw: string }> {
  const body = { name: tokenName(client), ...(expiresIn === undefined ? {} : { expires_in: expiresIn }) };
  const { value } = await rest.send({ method: 'POST', path: ['workspaces', slug, 'tokens'], body }, CreatedToken);
  return { id: value.token.id, name: value.token.name, raw: value.raw };
}

/** What the server knows of a token that is written somewhere; null when it is no token of the workspace. The token itself is not sent. */
export async function findToken(rest: Rest, slug: string, raw: string): Promise<Token | null> {
  const hint = `${raw.slice(0, 8)}…${raw.slice(-4)}`;
  const query = { search: hint, limit: '100' };
  const { value } = await rest.send({ method: 'GET', path: ['workspaces', slug, 'tokens'], query }, TokenList);
  const found = value.tokens.filter((token) => token.hint === hint);
  return found.find(({ active }) => active) ?? found[0] ?? null;
}

export async function endToken(rest: Rest, slug: string, id: string): Promise<void> {
  await rest.send({ method: 'POST', path: ['workspaces', slug, 'tokens', id, 'revoke'] }, Token);
}
