import { newId } from '../ids';
import { hashSecret, hintOf, issueSecret } from '../tokens/token-format';
import type { ApiKey } from './schemas';

interface NewApiKey {
  userId: string;
  name: string;
  expiresAt: Date | null;
  now: Date;
}

/** A new API key: the row to store, which holds only its hash, and the key itself, to be shown once. */
export function apiKeyRow({ userId, name, expiresAt, now }: NewApiKey) {
  const raw = issueSecret('ak_');
  const row = {
    id: newId(now.getTime()),
    userId,
    name,
    hint: hintOf(raw),
    hash: hashSecret(raw),
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
  };
  return { raw, row };
}

export const apiKeySelect = {
  id: true,
  name: true,
  hint: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

interface ShownApiKey {
  id: string;
  name: string;
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

export const toApiKey = (row: ShownApiKey): ApiKey => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
});
