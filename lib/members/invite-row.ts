import type { Ctx } from '../access/ctx';
import { roleOf } from '../access/roles';
import type { Tx } from '../db/client';
import type { Env } from '../env';
import { hashSecret, issueSecret } from '../tokens/token-format';
import type { Invite, InviteStatus } from './schemas';

/** How long a link works. */
const linkLifeMs = 7 * 86_400_000;

/** Never `tokenHash`. */
export const inviteSelect = {
  id: true,
  email: true,
  role: true,
  invitedById: true,
  createdAt: true,
  sentAt: true,
  sentCount: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
} as const;

interface InviteRow {
  id: string;
  email: string;
  role: string;
  invitedById: string;
  createdAt: Date;
  sentAt: Date;
  sentCount: number;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

/** Neither accepted nor revoked. Whether it is still in time is another question: an expired one can be sent again. */
export const whereOpen = { acceptedAt: null, revokedAt: null };

/** At most one open invite of a workspace holds this for an address. */
export const pendingKey = (workspaceId: string, email: string): string => `${workspaceId}:${email}`;

/** A new link: the token that goes into it, and what is stored of the token. */
export function newLink({ env, now }: Pick<Ctx, 'env' | 'now'>) {
  const raw = issueSecret('mwi_');
  const stored = { tokenHash: hashSecret(raw), sentAt: now, expiresAt: new Date(now.getTime() + linkLifeMs) };
  return { link: inviteLink(env, raw), stored };
}

/** The token is the last segment: a contract. */
const inviteLink = (env: Pick<Env, 'url'>, raw: string): string => `${env.url}/invite/${raw}`;

/** What an invite is at a moment. Like a token it expires at its expiry time, not after it. */
export function inviteStatus(row: Pick<InviteRow, 'acceptedAt' | 'revokedAt' | 'expiresAt'>, now: Date): InviteStatus {
  if (row.acceptedAt !== null) return 'accepted';
  if (row.revokedAt !== null) return 'revoked';
  return row.expiresAt <= now ? 'expired' : 'pending';
}

/** Rows as they are shown, with the people who invited looked up in one query. */
export async function toInvites(db: Pick<Tx, 'user'>, rows: InviteRow[], now: Date): Promise<Invite[]> {
  const people = await db.user.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.invitedById))] } },
    select: { id: true, name: true, email: true },
  });
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: roleOf(row.role) ?? 'member',
    status: inviteStatus(row, now),
    expires_at: row.expiresAt.toISOString(),
    invited_by: people.find(({ id }) => id === row.invitedById) ?? null,
    created_at: row.createdAt.toISOString(),
    sent_at: row.sentAt.toISOString(),
    sent_count: row.sentCount,
  }));
}
