import { authorizeWorkspace, requireUser, type WorkspaceAccess } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { mayAct } from '../access/roles';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { checkRateLimit, insertToken } from './insert-token';
import { mcpJson } from './mcp-json';
import { type CreatedToken, CreateTokenInput } from './schemas';
import { scopeOfInput } from './scope-of-input';
import { checkPolicy, policySelect } from './token-policy';
import { toOneToken } from './token-row';

/**
 * A new token for a workspace. It belongs to the actor; an admin may make one for another member or, as for a bot, for nobody.
 * The answer holds the token itself, once and never again: what is stored is its SHA-256.
 */
export async function createToken(ctx: Ctx, slug: string, rawInput: CreateTokenInput): Promise<CreatedToken> {
  const access = await authorizeWorkspace(ctx, slug, 'token.write');
  const { workspace } = access;
  const user = requireUser(ctx);
  const input = CreateTokenInput.parse(rawInput);
  checkRateLimit(ctx, input.rate_limit);
  const expiresAt = input.expires_in == null ? null : new Date(ctx.now.getTime() + input.expires_in * 1000);

  const { token, raw } = await inTransaction(ctx, async (tx) => {
    const policy = await tx.workspace.findUnique({ where: { id: workspace.id }, select: policySelect });
    if (policy === null) throw notFound();
    checkPolicy(policy, expiresAt, ctx.now);
    const memberId = await ownerOfInput(tx, access, input.member_id);
    const scope = await scopeOfInput(tx, workspace.id, input.scope);
    const { raw, row } = await insertToken(tx, ctx, {
      workspaceId: workspace.id,
      name: input.name,
      createdById: user.id,
      memberId,
      expiresAt,
      scope,
      rateLimit: input.rate_limit ?? null,
      rotatedFromId: null,
    });
    const target = { workspaceId: workspace.id, targetType: 'token', targetId: row.id } as const;
    const expires_at = expiresAt?.toISOString() ?? null;
    const details = {
      name: row.name,
      hint: row.hint,
      expires_at,
      scope,
      rate_limit: row.rateLimit,
      member_id: memberId,
    };
    await appendAudit(tx, ctx, { action: 'token.create', ...target, details });
    return { token: await toOneToken(tx, row, ctx.now), raw };
  });
  return { token, raw, mcp_json: mcpJson(ctx.env.url, workspace.slug, raw) };
}

/** @throws AppError `forbidden` for whoever may make tokens only for themselves, `invalid_input` for nobody's id */
async function ownerOfInput(
  tx: Tx,
  access: WorkspaceAccess,
  memberId: string | null | undefined,
): Promise<string | null> {
  if (memberId === undefined || memberId === access.memberId) return access.memberId;
  if (!mayAct(access.role, 'token.any')) {
    throw new AppError('forbidden', `Your role in this workspace, ${access.role}, makes tokens for yourself only.`);
  }
  if (memberId === null) return null;
  const where = { id: withoutNul(memberId), workspaceId: access.workspace.id, removedAt: null };
  if ((await tx.member.findFirst({ where, select: { id: true } })) !== null) return where.id;
  const message = 'The workspace has no such member.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'member_id', message }] });
}
