import type { AnonymousCtx, Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { endInvite } from '../members/end-invite';
import { endToken } from '../tokens/end-token';
import { hashSecret } from '../tokens/token-format';
import { tokenStatus } from '../tokens/token-status';
import { mailExposed } from './mail-exposed';

/** A token or API key that somebody found where it must not be. */
export interface FoundSecret {
  secret: string;
  /** Who found it, and where; shown to the owner. */
  source: string;
}

/** What became of a secret that was exposed just now. */
export interface ExposedSecret {
  name: string;
  hint: string;
  source: string;
  /** Whether it is ended, now or before. */
  isEnded: boolean;
}

export type ExposedToken = ExposedSecret & {
  id: string;
  workspaceId: string;
  memberId: string | null;
  createdById: string;
  workspace: { slug: string; name: string };
};

export type ExposedApiKey = ExposedSecret & { userId: string };

export interface ExposedInvite {
  id: string;
  workspaceId: string;
  email: string;
  source: string;
  invitedById: string;
  workspace: { slug: string; name: string };
}

const hashesAtOnce = 1_000;

/**
 * Acts on what was found in the open. A token is marked as exposed, once, and ended at once unless its workspace only wants to be told.
 * An API key is ended always: it may do whatever its owner may. So is an invite: whoever found the link could take it. All of it is on record, and the owners get a mail. What is no secret
 * of this installation is passed over; what was reported before changes nothing.
 * @returns the hashes of those that are, or were, secrets of this installation
 */
export async function exposeSecrets(ctx: AnonymousCtx, found: readonly FoundSecret[]): Promise<Set<string>> {
  const system: Ctx = { ...ctx, actor: { kind: 'system' } };
  const sources = new Map(found.map(({ secret, source }) => [hashSecret(secret), source]));
  const known = new Set<string>();
  const tokens: ExposedToken[] = [];
  const apiKeys: ExposedApiKey[] = [];
  const invites: ExposedInvite[] = [];
  const hashes = [...sources.keys()];
  // Three look-ups for what is known and what is not. Whoever holds a secret can ask the gateway whether it works: how long the answer
  // takes tells them nothing more.
  for (let from = 0; from < hashes.length; from += hashesAtOnce) {
    const where = { hash: { in: hashes.slice(from, from + hashesAtOnce) } };
    const select = { id: true, hash: true, exposedAt: true, revokedAt: true };
    for (const { id, hash, exposedAt, revokedAt } of await ctx.db.token.findMany({ where, select })) {
      known.add(hash);
      if (exposedAt !== null && revokedAt !== null) continue;
      const exposed = await exposeToken(system, id, sources.get(hash) ?? '');
      if (exposed !== null) tokens.push(exposed);
    }
    for (const { id, hash } of await ctx.db.apiKey.findMany({ where, select: { id: true, hash: true } })) {
      known.add(hash);
      const exposed = await exposeApiKey(system, id, sources.get(hash) ?? '');
      if (exposed !== null) apiKeys.push(exposed);
    }
    const byToken = { where: { tokenHash: where.hash }, select: { id: true, tokenHash: true } };
    for (const { id, tokenHash } of await ctx.db.invite.findMany(byToken)) {
      known.add(tokenHash);
      const exposed = await exposeInvite(system, id, sources.get(tokenHash) ?? '');
      if (exposed !== null) invites.push(exposed);
    }
  }
  await mailExposed(ctx, { tokens, apiKeys, invites });
  return known;
}

/** @returns null where nothing has changed */
async function exposeToken(ctx: Ctx, id: string, source: string): Promise<ExposedToken | null> {
  const exposed = await inTransaction(ctx, async (tx) => {
    // Before anything is read: of several reports at the same time one marks it, and the others see what that one did.
    const data = { exposedAt: ctx.now, exposedSource: source };
    const isNew = (await tx.token.updateMany({ where: { id, exposedAt: null }, data })).count === 1;
    const token = await tx.token.findUnique({ where: { id }, select: exposedSelect });
    if (token === null) return null;
    const { workspace, expiresAt, pausedAt, revokedAt, ...row } = token;
    const { workspaceId, name, hint } = row;
    if (isNew) {
      const target = { workspaceId, targetType: 'token', targetId: id } as const;
      await appendAudit(tx, ctx, { action: 'token.exposed', ...target, details: { name, hint, source } });
    }
    const status = tokenStatus({ expiresAt, pausedAt, revokedAt }, ctx.now);
    const ends = status !== 'revoked' && workspace.onLeak === 'revoke';
    if (ends) await endToken(tx, ctx, { id, workspaceId }, 'leaked');
    if (!isNew && !ends) return null;
    return { ...row, workspace, source, isEnded: ends || status === 'revoked' || status === 'expired', ends };
  });
  if (exposed?.ends) ctx.closeTokenStreams(id);
  return exposed;
}

const exposedSelect = {
  id: true,
  name: true,
  hint: true,
  workspaceId: true,
  memberId: true,
  createdById: true,
  expiresAt: true,
  pausedAt: true,
  revokedAt: true,
  workspace: { select: { slug: true, name: true, onLeak: true } },
} as const;

async function exposeApiKey(ctx: Ctx, id: string, source: string): Promise<ExposedApiKey | null> {
  return inTransaction(ctx, async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { id }, select: { name: true, hint: true, userId: true } });
    const { count } = await tx.apiKey.deleteMany({ where: { id } });
    if (key === null || count === 0) return null;
    const target = { workspaceId: null, targetType: 'api_key', targetId: id } as const;
    const details = { name: key.name, hint: key.hint, source, user_id: key.userId };
    await appendAudit(tx, ctx, { action: 'api_key.exposed', ...target, details });
    return { ...key, source, isEnded: true };
  });
}

/** @returns null where it opens nothing any more */
async function exposeInvite(ctx: Ctx, id: string, source: string): Promise<ExposedInvite | null> {
  return inTransaction(ctx, async (tx) => {
    const invite = await tx.invite.findUnique({ where: { id }, select: inviteSelect });
    if (invite === null || !(await endInvite(tx, ctx, invite, source))) return null;
    return { ...invite, source };
  });
}

const inviteSelect = {
  id: true,
  workspaceId: true,
  email: true,
  role: true,
  invitedById: true,
  workspace: { select: { slug: true, name: true } },
} as const;
