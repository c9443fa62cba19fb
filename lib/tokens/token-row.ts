import type { Person } from '../account/schemas';
import type { Tx } from '../db/client';
import type { RevokedReason, Token } from './schemas';
import { readScope } from './scope';
import { tokenStatus } from './token-status';

/** Never `hash`: a token is shown without anything that it could be recognised by, but its hint. */
export const tokenSelect = {
  id: true,
  name: true,
  hint: true,
  createdById: true,
  memberId: true,
  createdAt: true,
  expiresAt: true,
  pausedAt: true,
  revokedAt: true,
  revokedById: true,
  revokedReason: true,
  scope: true,
  rateLimit: true,
  rotatedFromId: true,
  replacedById: true,
  exposedAt: true,
  exposedSource: true,
  lastUsedAt: true,
  lastUsedClient: true,
} as const;

interface TokenRow {
  id: string;
  name: string;
  hint: string;
  createdById: string;
  memberId: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  pausedAt: Date | null;
  revokedAt: Date | null;
  revokedById: string | null;
  revokedReason: string | null;
  scope: string | null;
  rateLimit: number | null;
  rotatedFromId: string | null;
  replacedById: string | null;
  exposedAt: Date | null;
  exposedSource: string | null;
  lastUsedAt: Date | null;
  lastUsedClient: string | null;
}

/** Rows as they are shown, with the people behind them looked up in two queries, however many rows there are. */
export async function toTokens(db: Pick<Tx, 'user' | 'member'>, rows: TokenRow[], now: Date): Promise<Token[]> {
  const person = { id: true, name: true, email: true } as const;
  const userIds = rows.flatMap((row) => [row.createdById, row.revokedById]).filter((id) => id !== null);
  const memberIds = rows.map((row) => row.memberId).filter((id) => id !== null);
  const users = await db.user.findMany({ where: { id: { in: [...new Set(userIds)] } }, select: person });
  const members = await db.member.findMany({
    where: { id: { in: [...new Set(memberIds)] } },
    select: { id: true, user: { select: person } },
  });
  const userOf = new Map(users.map((user) => [user.id, user]));
  const memberOf = new Map(members.map((member) => [member.id, member.user]));
  return rows.map((row) => toToken(row, userOf, memberOf, now));
}

type People = ReadonlyMap<string | null, Person>;

function toToken(row: TokenRow, users: People, members: People, now: Date): Token {
  const status = tokenStatus(row, now);
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    status,
    active: status === 'active',
    created_at: row.createdAt.toISOString(),
    created_by: users.get(row.createdById) ?? null,
    member: members.get(row.memberId) ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    last_used_client: row.lastUsedClient,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    revoked_by: users.get(row.revokedById) ?? null,
    revoked_reason: row.revokedReason as RevokedReason | null,
    paused_at: row.pausedAt?.toISOString() ?? null,
    scope: readScope(row.scope),
    rate_limit: row.rateLimit,
    rotated_from: row.rotatedFromId,
    replaced_by: row.replacedById,
    exposed_at: row.exposedAt?.toISOString() ?? null,
    exposed_source: row.exposedSource,
  };
}

/** One row as it is shown. */
export async function toOneToken(db: Pick<Tx, 'user' | 'member'>, row: TokenRow, now: Date): Promise<Token> {
  const [token] = await toTokens(db, [row], now);
  return token as Token;
}
