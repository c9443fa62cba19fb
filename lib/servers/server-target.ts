import type { Vault } from '../secrets/vault';
import type { ServerTarget } from './connections';
import { isJsonObject } from './json-object';
import type { ServerAuthInput } from './schemas';

/** The columns that a connection to a server is made of. */
export const targetSelect = {
  id: true,
  slug: true,
  name: true,
  url: true,
  authSealed: true,
  timeoutMs: true,
  connectTimeoutMs: true,
  totalTimeoutMs: true,
  concurrencyMax: true,
  protocolVersion: true,
} as const;

export interface TargetRow {
  id: string;
  slug: string;
  name: string;
  url: string;
  authSealed: string | null;
  timeoutMs: number;
  connectTimeoutMs: number;
  totalTimeoutMs: number;
  concurrencyMax: number;
  protocolVersion: string | null;
}

const contextOf = (serverId: string) => `server-auth:${serverId}`;

/** A stored server as connections want it, its credentials opened. @throws Error when they do not open with this secret. */
export function serverTarget(row: TargetRow, vault: Pick<Vault, 'open'>): ServerTarget {
  const { id, slug, name, url, timeoutMs, connectTimeoutMs, totalTimeoutMs, concurrencyMax, protocolVersion } = row;
  const headers = row.authSealed === null ? {} : readHeaders(vault.open(row.authSealed, contextOf(id)));
  return {
    id,
    slug,
    name,
    url,
    headers,
    timeoutMs,
    connectTimeoutMs,
    totalTimeoutMs,
    concurrencyMax,
    protocolVersion,
  };
}

/** The columns that hold a server's credentials: values sealed for this server alone, names for display. */
export function sealAuth(auth: ServerAuthInput, serverId: string, vault: Pick<Vault, 'seal'>) {
  const headers = headersOf(auth);
  const names = auth.type === 'headers' ? Object.keys(headers) : [];
  return {
    authType: auth.type,
    authHeaderNames: JSON.stringify(names),
    authSealed: auth.type === 'none' ? null : vault.seal(JSON.stringify(headers), contextOf(serverId)),
  };
}

function headersOf(auth: ServerAuthInput): Record<string, string> {
  switch (auth.type) {
    case 'none':
      return {};
    case 'bearer':
      // People paste the whole header value as often as the token.
      return { Authorization: `Bearer ${auth.token.replace(/^Bearer +/i, '')}` };
    case 'headers':
      return auth.headers;
  }
}

function readHeaders(text: string): Record<string, string> {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error('The stored credentials are not what this product seals.');
  return Object.fromEntries(Object.entries(value).map(([headerName, header]) => [headerName, String(header)]));
}
