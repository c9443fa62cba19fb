import type { Vault } from '../secrets/vault';
import type { ServerTarget } from './connections';

/** The part of a server's row that it takes to reach it. */
export interface ServerRow {
  id: string;
  slug: string;
  name: string;
  url: string;
  timeoutMs: number;
  authSealed: string | null;
  protocolVersion: string | null;
}

/** The credentials of one server are bound to its id: moved to another row they do not open. */
const authContext = (serverId: string) => `server-auth:${serverId}`;

/** Header names and values, sealed as they are stored. */
export const sealServerHeaders = (vault: Vault, serverId: string, headers: Record<string, string>): string =>
  vault.seal(JSON.stringify(headers), authContext(serverId));

/** Where a server is and with which credentials, opened. */
export function serverTarget(row: ServerRow, vault: Vault): ServerTarget {
  const { id, slug, name, url, timeoutMs, authSealed, protocolVersion } = row;
  const headers =
    authSealed === null ? {} : (JSON.parse(vault.open(authSealed, authContext(id))) as Record<string, string>);
  return { id, slug, name, url, headers, timeoutMs, protocolVersion };
}
