import { authorizeWorkspace, requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { checkRateLimit, insertToken } from './insert-token';
import { mcpJson } from './mcp-json';
import { type CreatedToken, CreateTokenInput } from './schemas';
import { scopeOfInput } from './scope-of-input';
import { checkPolicy, policySelect } from './token-policy';
import { toOneToken } from './token-row';

/**
 * A new token for a workspace, belonging to the actor. The answer holds the token itself, once and never again:
 * what is stored is its SHA-256.
 */
export async function createToken(ctx: Ctx, slug: string, rawInput: CreateTokenInput): Promise<CreatedToken> {
  const { workspace, memberId } = await authorizeWorkspace(ctx, slug, 'token.write');
  const user = requireUser(ctx);
  const input = CreateTokenInput.parse(rawInput);
  checkRateLimit(ctx, input.rate_limit);
  const expiresAt = input.expires_in == null ? null : new Date(ctx.now.getTime() + input.expires_in * 1000);

  const { token, raw } = await inTransaction(ctx, async (tx) => {
    const policy = await tx.workspace.findUnique({ where: { id: workspace.id }, select: policySelect });
    if (policy === null) throw notFound();
    checkPolicy(policy, expiresAt, ctx.now);
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
    const details = { name: row.name, hint: row.hint, expires_at, scope, rate_limit: row.rateLimit };
    await appendAudit(tx, ctx, { action: 'token.create', ...target, details });
    return { token: await toOneToken(tx, row, ctx.now), raw };
  });
  return { token, raw, mcp_json: mcpJson(ctx.env.url, workspace.slug, raw) };
}
