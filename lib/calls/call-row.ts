import type { Db } from '../db/client';
import type { Call, CallOutcome } from './schemas';

export const callSelect = {
  id: true,
  tokenId: true,
  memberId: true,
  serverId: true,
  tool: true,
  outcome: true,
  gatewayUs: true,
  serverUs: true,
  client: true,
  requestId: true,
  at: true,
} as const;

export interface CallRow {
  id: string;
  tokenId: string;
  memberId: string | null;
  serverId: string | null;
  tool: string;
  outcome: string;
  gatewayUs: number;
  serverUs: number;
  client: string | null;
  requestId: string;
  at: Date;
}

/** Calls with the names of what they name, as those are now; three queries, however many calls. What is gone has no name. */
export async function toCalls(db: Pick<Db, 'member' | 'token' | 'server'>, rows: CallRow[]): Promise<Call[]> {
  const among = (ids: (string | null)[]) => ({ id: { in: [...new Set(ids.flatMap((id) => id ?? []))] } });
  const members = await db.member.findMany({
    where: among(rows.map((row) => row.memberId)),
    select: { id: true, user: { select: { name: true, email: true } } },
  });
  const tokens = await db.token.findMany({
    where: among(rows.map((row) => row.tokenId)),
    select: { id: true, name: true, hint: true },
  });
  const servers = await db.server.findMany({
    where: among(rows.map((row) => row.serverId)),
    select: { id: true, slug: true, name: true },
  });
  const memberOf = new Map(members.map(({ id, user }) => [id, { id, ...user }]));
  const tokenOf = new Map(tokens.map((token) => [token.id, token]));
  const serverOf = new Map(servers.map((server) => [server.id, server]));
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    member: (row.memberId !== null && memberOf.get(row.memberId)) || null,
    token: tokenOf.get(row.tokenId) ?? null,
    server: (row.serverId !== null && serverOf.get(row.serverId)) || null,
    tool: row.tool,
    outcome: row.outcome as CallOutcome,
    client: row.client,
    server_ms: row.serverUs / 1000,
    gateway_ms: row.gatewayUs / 1000,
    request_id: row.requestId,
  }));
}
