import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { apiKeyRow, toApiKey } from './api-key-row';
import { CreateApiKeyInput, type CreatedApiKey } from './schemas';

/** How many keys one person may have; far more than anyone tells apart. */
const keysMax = 100;

/** A new API key of the actor. The answer holds the key itself, which is never readable again. */
export async function createApiKey(ctx: Ctx, rawInput: CreateApiKeyInput): Promise<CreatedApiKey> {
  const user = requireUser(ctx);
  const input = CreateApiKeyInput.parse(rawInput);
  const expiresAt = input.expires_in == null ? null : new Date(ctx.now.getTime() + input.expires_in * 1000);
  const { raw, row } = apiKeyRow({ userId: user.id, name: input.name, expiresAt, now: ctx.now });

  await inTransaction(ctx, async (tx) => {
    if ((await tx.apiKey.count({ where: { userId: user.id } })) >= keysMax) {
      throw new AppError('conflict', `You have ${keysMax} API keys. Delete one that you no longer use.`);
    }
    await tx.apiKey.create({ data: row });
    const target = { workspaceId: null, targetType: 'api_key', targetId: row.id } as const;
    await appendAudit(tx, ctx, { action: 'api_key.create', ...target, details: { name: row.name, hint: row.hint } });
  });
  return { api_key: toApiKey(row), raw };
}
