import { join } from 'node:path';
import type { Db } from '../db/client';
import type { Env } from '../env';
import { createSealer, type Sealer } from './seal';
import { createSecretFile, readSecretFile } from './secret-file';
import { weakness } from './secret-strength';

/** Seals what the database keeps secret, and derives the keys of other purposes. */
export type Vault = Sealer;

/** A sealed constant in the database: it opens only with the secret that everything else was sealed with. */
export const canaryKey = 'vault_canary';
const canaryText = 'aerostack';

/**
 * Finds the secret (AEROSTACK_SECRET, or `<dataDir>/secret`, made on the first start) and proves that it is the one of this database.
 * @throws Error with one sentence for the operator.
 */
export async function openVault(env: Env, db: Db): Promise<Vault> {
  const canary = await db.setting.findUnique({ where: { key: canaryKey } });
  const { secret, origin } = findSecret(env, canary !== null);
  const vault = createSealer(secret);
  prove(vault, canary?.value ?? (await storeCanary(db, vault)), origin);
  return vault;
}

function findSecret(env: Env, isDatabaseSealed: boolean): { secret: string; origin: string } {
  if (env.secret !== undefined) return { secret: strong(env.secret, 'AEROSTACK_SECRET'), origin: 'AEROSTACK_SECRET' };
  if (env.database.provider === 'postgres')
    throw new Error(
      'AEROSTACK_SECRET must be set with PostgreSQL: use the output of `openssl rand -base64 32`, the same for every instance.',
    );
  const path = join(env.dataDir, 'secret');
  const present = readSecretFile(path);
  if (present !== null) return { secret: strong(present, `The secret in ${path}`), origin: `the secret in ${path}` };
  if (isDatabaseSealed)
    throw new Error(
      `The secret of this database is missing: restore ${path} from a backup, or set AEROSTACK_SECRET to what it was.`,
    );
  return { secret: createSecretFile(path), origin: `the secret in ${path}` };
}

function strong(secret: string, origin: string): string {
  const reason = weakness(secret);
  if (reason === null) return secret;
  throw new Error(`${origin} ${reason}: use the output of \`openssl rand -base64 32\`.`);
}

/** The canary that counts: ours, or the one of an instance that started at the same time and was first. */
async function storeCanary(db: Db, vault: Vault): Promise<string> {
  const value = vault.seal(canaryText, canaryKey);
  // Prisma's upsert reads first and fails when another instance writes in between.
  await db.$executeRaw`INSERT INTO settings (key, value) VALUES (${canaryKey}, ${value}) ON CONFLICT DO NOTHING`;
  const stored = await db.setting.findUniqueOrThrow({ where: { key: canaryKey } });
  return stored.value;
}

function prove(vault: Vault, canary: string, origin: string): void {
  try {
    if (vault.open(canary, canaryKey) === canaryText) return;
  } catch (cause) {
    throw new Error(
      `This database was encrypted with another secret than ${origin}: set AEROSTACK_SECRET to the one it was made with.`,
      {
        cause,
      },
    );
  }
  throw new Error('The value that proves the secret of this database was changed: restore the database from a backup.');
}
