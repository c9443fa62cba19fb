import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { insertApiKey } from './insert-api-key';
import { CreateApiKeyInput, type CreatedApiKey } from './schemas';

/** A new API key of the actor. The answer holds the key itself, which is never readable again. */
export async function createApiKey(ctx: Ctx, rawInput: CreateApiKeyInput): Promise<CreatedApiKey> {
  const user = requireUser(ctx);
  const { name, expires_in } = CreateApiKeyInput.parse(rawInput);
  const expiresAt = expires_in == null ? null : new Date(ctx.now.getTime() + expires_in * 1000);
  return inTransaction(ctx, (tx) => insertApiKey(tx, ctx, { userId: user.id, name, expiresAt }));
}
