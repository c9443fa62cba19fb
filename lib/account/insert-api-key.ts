import { type AuditCtx, appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { apiKeyRow, toApiKey } from './api-key-row';
import type { CreatedApiKey } from './schemas';

/** How many keys one person may have; far more than anyone tells apart. */
const keysMax = 100;

interface WantedKey {
  userId: string;
  name: string;
  expiresAt: Date | null;
}

/** A new API key within the caller's transaction, and its entry on record. @throws AppError `conflict` when there are too many */
export async function insertApiKey(tx: Tx, ctx: AuditCtx, wanted: WantedKey): Promise<CreatedApiKey> {
  const { raw, row } = apiKeyRow({ ...wanted, now: ctx.now });
  if ((await tx.apiKey.count({ where: { userId: wanted.userId } })) >= keysMax) {
    throw new AppError('conflict', `You have ${keysMax} API keys. Delete one that you no longer use.`);
  }
  await tx.apiKey.create({ data: row });
  const target = { workspaceId: null, targetType: 'api_key', targetId: row.id } as const;
  await appendAudit(tx, ctx, { action: 'api_key.create', ...target, details: { name: row.name, hint: row.hint } });
  return { api_key: toApiKey(row), raw };
}
