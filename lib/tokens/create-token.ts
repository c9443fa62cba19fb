import { authorizeWorkspace, requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { newId } from '../ids';
import { mcpJson } from './mcp-json';
import { type CreatedToken, CreateTokenInput } from './schemas';
import { hashSecret, hintOf, issueSecret } from './token-format';
import { tokenSelect, toOneToken } from './token-row';

/**
 * A new token for a workspace, belonging to the actor. The answer holds the token itself, once and never again:
 * what is stored is its SHA-256.
 */
export async function createToken(ctx: Ctx, slug: string, rawInput: CreateTokenInput): Promise<CreatedToken> {
  const { workspace, memberId } = await authorizeWorkspace(ctx, slug, 'token.write');
  const user = requireUser(ctx);
  const input = CreateTokenInput.parse(rawInput);
  const raw = issueSecret('mwt_');
  const expiresAt = input.expires_in == null ? null : new Date(ctx.now.getTime() + input.expires_in * 1000);

  const token = await inTransaction(ctx, async (tx) => {
    const row = await tx.token.create({
      data: {
        id: newId(ctx.now.getTime()),
        workspaceId: workspace.id,
        name: input.name,
        hint: hintOf(raw),
        hash: hashSecret(raw),
        createdById: user.id,
        memberId,
        createdAt: ctx.now,
        expiresAt,
      },
      select: tokenSelect,
    });
    const target = { workspaceId: workspace.id, targetType: 'token', targetId: row.id } as const;
    const details = { name: row.name, hint: row.hint, expires_at: expiresAt?.toISOString() ?? null };
    await appendAudit(tx, ctx, { action: 'token.create', ...target, details });
    return toOneToken(tx, row, ctx.now);
  });
  return { token, raw, mcp_json: mcpJson(ctx.env.url, workspace.slug, raw) };
}
