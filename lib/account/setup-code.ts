import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../db/client';
import type { Env } from '../env';

/** Settings rows: the hash of the code that lets the first person in, and who that was. */
export const setupCodeKey = 'setup.code_hash';
export const setupDoneKey = 'setup.done_by';

export const hashSetupCode = (code: string): string => createHash('sha256').update(code).digest('hex');

/**
 * The code for the set-up link, new at every start; only its hash is stored, so each start makes earlier links void.
 * AEROSTACK_SETUP_CODE fixes it.
 * @returns null once a user exists.
 */
export async function ensureSetupCode(db: Db, env: Pick<Env, 'setupCode'>): Promise<string | null> {
  if (await isSetUp(db)) {
    await db.setting.deleteMany({ where: { key: setupCodeKey } });
    return null;
  }
  const code = env.setupCode ?? randomBytes(20).toString('hex');
  const value = hashSetupCode(code);
  // Prisma's upsert reads first and fails when another instance starts at the same moment.
  await db.$executeRaw`INSERT INTO settings (key, value) VALUES (${setupCodeKey}, ${value})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  return code;
}

/** Whether the first person has come. Pages ask this to send newcomers to set-up and everyone else to sign-in. */
export async function isSetUp(db: Pick<Db, 'user'>): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null;
}
