import { ConnectFailure } from './connect-failure';
import { failureOfStatus } from './failure-of-status';
import { isJsonObject } from './json-object';
import { readAnswer } from './read-answer';
import type { Session } from './session';

const answerBytesMax = 64 * 1024;
const timeoutMs = 10_000;
let asked = 0;

/** Tells a 2025-era server whether updates of a resource are wanted. @throws ConnectFailure also when it refuses */
export async function askForUpdates(
  session: Session,
  method: 'resources/subscribe' | 'resources/unsubscribe',
  uri: string,
): Promise<void> {
  asked += 1;
  const id = `aerostack-updates-${asked}`;
  const message = JSON.stringify({ jsonrpc: '2.0', id, method, params: { uri } });
  const reply = await session.post(message, { method, id, timeoutMs });
  const answer = await readAnswer(reply, id, answerBytesMax);
  if (isJsonObject(answer?.message.result)) return;
  const error = answer?.message.error;
  if (!isJsonObject(error)) throw failureOfStatus(reply, true);
  const code = typeof error.code === 'number' ? ` (JSON-RPC ${error.code})` : '';
  throw new ConnectFailure('protocol', `The server does not tell of changes to this resource${code}.`, {
    nextStep: 'Read the resource again when it matters.',
    ran: 'never',
  });
}
