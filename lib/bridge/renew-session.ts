import { ask } from './ask';
import { type Message, readMessage } from './message';
import type { Parts } from './parts';
import { asOwn } from './session';
import { Interruption } from './wire';

/** The gateway does not begin a session any more. */
export class NotRenewed extends Error {
  override readonly name = 'NotRenewed';

  constructor(readonly status: number) {
    super(`A new session was refused with HTTP ${status}.`);
  }
}

/**
 * Begins the session anew with what its client said at the beginning, once for all who have lost it.
 * @param epoch of the session that is lost; nothing is done where there is another by now
 * @throws Interruption, never of a request that may have run: nothing of the client's is on its way here; NotRenewed
 */
export function renewSession(parts: Parts, epoch: number): Promise<void> {
  const { session } = parts;
  if (session.epoch !== epoch) return Promise.resolve();
  session.renewing ??= begin(parts)
    .catch((error: unknown) => {
      throw error instanceof Interruption ? new Interruption(false, error.code, error) : error;
    })
    .finally(() => {
      session.renewing = null;
    });
  return session.renewing;
}

async function begin(parts: Parts): Promise<void> {
  const { session } = parts;
  if (session.opening === null) throw new NotRenewed(404);
  const opening = session.opening;
  const { status, headers, result } = await ask(parts, asOwn(opening));
  if (result === null) throw new NotRenewed(status);
  session.begin(opening, headers, result);
  await ask(parts, initialized);
  parts.say('The gateway had forgotten the session; a new one has begun.');
  await restore(parts);
}

const initialized = readMessage(Buffer.from('{"jsonrpc":"2.0","method":"notifications/initialized"}')) as Message;

/**
 * Tells the gateway again what it may have forgotten, and the client that it may have missed something.
 * What the gateway refuses now, it would have refused to the client as well.
 */
export async function restore(parts: Parts): Promise<void> {
  for (const message of parts.session.kept()) {
    const { status } = await ask(parts, message);
    if (status !== 200) parts.debug(`${message.method} was not taken again: HTTP ${status}`);
  }
  for (const list of parts.session.lists)
    await parts.out.write(`{"jsonrpc":"2.0","method":"notifications/${list}/list_changed"}`);
}
