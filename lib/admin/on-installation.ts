import type { Ctx } from '../access/ctx';
import { CliError } from '../cli/cli-error';
import { isAppError } from '../errors';
import { newId } from '../ids';
import { openInstallation } from './open-installation';
import type { Surroundings } from './run';

/** What a verb gets that is called on the server itself: the product acts, for whoever may read its secret. */
export type OperatorCtx = Pick<Ctx, 'db' | 'env' | 'now' | 'requestId' | 'sender' | 'vault'> & {
  actor: { kind: 'system' };
};

/**
 * Does something on this installation's database, beside a server that may be running.
 * @throws CliError in one sentence
 */
export async function onInstallation<T>(
  surroundings: Pick<Surroundings, 'env'>,
  work: (ctx: OperatorCtx) => Promise<T>,
): Promise<T> {
  const { db, env, vault, close } = await openInstallation(surroundings);
  try {
    const sender = { address: null, userAgent: 'aerostack-admin' };
    return await work({ actor: { kind: 'system' }, db, env, vault, now: new Date(), requestId: newId(), sender });
  } catch (error) {
    throw isAppError(error) ? new CliError('failure', error.message, { cause: error }) : error;
  } finally {
    await close();
  }
}
