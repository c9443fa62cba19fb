import { ensureSetupCode } from '../account/setup-code';
import type { Runtime } from './runtime';

/** Where the first account is made, with a code that only who started the process can know. Null once there is an account. */
export async function setupLink({ db, env }: Pick<Runtime, 'db' | 'env'>): Promise<string | null> {
  const code = await ensureSetupCode(db, env);
  return code === null ? null : `${env.url}/setup#code=${code}`;
}
