import { hashSecret, readSecret } from '../tokens/token-format';
import type { Ctx } from './ctx';
import type { UserActor } from './read-session';

const usedEveryMs = 60_000;

/** Whose API key a text is; null for whatever is not a living key. A malformed one costs no look-up. */
export async function readApiKey(parts: Pick<Ctx, 'db'>, text: string, now: Date): Promise<UserActor | null> {
  const format = readSecret(text);
  if (!format.ok || format.prefix !== 'ak_') return null;
  const key = await parts.db.apiKey.findUnique({
    where: { hash: hashSecret(text), user: { deletedAt: null } },
    select: { id: true, expiresAt: true, lastUsedAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  if (key === null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
  if (key.lastUsedAt === null || now.getTime() - key.lastUsedAt.getTime() > usedEveryMs) {
    await parts.db.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } });
  }
  return { kind: 'user', ...key.user, via: 'api_key' };
}
