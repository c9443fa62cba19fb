import { rpcCodes } from '../mcp-protocol';
import { ask } from './ask';
import type { Flight } from './flight';
import { readMessage } from './message';
import type { Parts } from './parts';
import { Patience } from './patience';
import { TooLarge } from './read-messages';
import { describeRefusal, type Refusal, readRefusal, retryAfterMs } from './refusal';
import { relay } from './relay';
import { NotRenewed, renewSession } from './renew-session';
import { isRepeatable, mayRepeat } from './repeatable';
import { headersFor } from './request-headers';
import { tell } from './tell';
import { Interruption } from './wire';

/** How long the gateway may be away before a message that waits for it is answered with an error. Clients wait for a minute. */
const patienceMsMax = 30_000;
const renewalsMax = 2;
const pagesMax = 100;

/** How often what has been tried for one message. */
interface Tries {
  patience: Patience;
  renewals: number;
  hasRenewedToken: boolean;
  hasLearned: boolean;
}

/** Takes one message to the gateway and its answer back. Never rejects: what goes wrong is told to the client. */
export async function carry(parts: Parts, flight: Flight): Promise<void> {
  const tries: Tries = {
    patience: new Patience(patienceMsMax),
    renewals: 0,
    hasRenewedToken: false,
    hasLearned: false,
  };
  try {
    while (await attempt(parts, flight, tries));
  } catch (error) {
    await tell(parts, flight, troubleOf(parts, flight, error));
  }
}

/** @returns whether to try again */
async function attempt(parts: Parts, flight: Flight, tries: Tries): Promise<boolean> {
  const { message, signal } = flight;
  const { epoch } = parts.session;
  try {
    const startedMs = performance.now();
    const onSent = () => {
      flight.wasSent = true;
    };
    const headers = headersFor(parts, message);
    const answer = await parts.wire({ method: 'POST', headers, body: message.body, signal, onSent });
    const tookMs = Math.round(performance.now() - startedMs);
    parts.debug(`POST ${message.method ?? message.kind} → HTTP ${answer.status} in ${tookMs} ms`);
    if (answer.status >= 200 && answer.status < 300) {
      await relay(parts, flight, answer);
      return false;
    }
    return await react(parts, flight, tries, await readRefusal(answer), epoch);
  } catch (error) {
    if (flight.isUnwanted || !mayRepeat(error, message) || !(await tries.patience.wait(signal))) throw error;
    return true;
  }
}

/** What the gateway refuses did not run. */
async function react(parts: Parts, flight: Flight, tries: Tries, refusal: Refusal, epoch: number): Promise<boolean> {
  const { message, signal } = flight;
  const { status, rpc } = refusal;
  if (status === 401 && !tries.hasRenewedToken) {
    tries.hasRenewedToken = true;
    if (await parts.token.renew()) return true;
  }
  if (status === 404 && message.version === null && parts.session.id !== null && tries.renewals < renewalsMax) {
    tries.renewals += 1;
    await renewSession(parts, epoch);
    // An answer belongs to the session that asked.
    return message.kind !== 'response';
  }
  if (rpc?.code === rpcCodes.headerMismatch && message.method === 'tools/call' && !tries.hasLearned) {
    tries.hasLearned = true;
    await learnToolHeaders(parts, flight);
    return true;
  }
  // Nobody could be told that it was refused, so it waits.
  const isMute = message.kind === 'notification' || message.kind === 'response';
  const isBusy = (status === 503 && rpc !== null) || (status >= 502 && status <= 504 && isRepeatable(message));
  if ((isBusy || (status === 429 && isMute)) && (await tries.patience.wait(signal, retryAfterMs(refusal)))) return true;
  await describeRefusal(parts, flight, refusal);
  return false;
}

async function learnToolHeaders(parts: Parts, { message }: Flight): Promise<void> {
  parts.toolHeaders.forget();
  let cursor: unknown;
  for (let page = 0; page < pagesMax; page += 1) {
    const params = { _meta: message.params._meta, ...(cursor === undefined ? {} : { cursor }) };
    const request = { jsonrpc: '2.0', id: `aerostack-bridge-tools-${page}`, method: 'tools/list', params };
    const asked = readMessage(Buffer.from(JSON.stringify(request)));
    const result = asked === null ? null : (await ask(parts, asked)).result;
    parts.toolHeaders.learn(result ?? {});
    cursor = result?.nextCursor;
    if (typeof cursor !== 'string') return;
  }
}

function troubleOf(parts: Parts, { message, wasSent }: Flight, error: unknown) {
  const isHarmless = isRepeatable(message);
  const ran = (might: boolean) => (isHarmless ? null : might);
  if (error instanceof TooLarge) return { words: error.message, reason: 'too_large', mayHaveRun: ran(true) };
  if (error instanceof NotRenewed) {
    const words = `The session has ended and a new one was refused (HTTP ${error.status}). Start this client again.`;
    return { words, reason: 'session_lost', mayHaveRun: ran(false) };
  }
  if (!(error instanceof Interruption)) {
    parts.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { words: 'The bridge itself failed.', reason: 'bridge', mayHaveRun: ran(wasSent) };
  }
  if (!error.wasSent) return { words: parts.explain(error.code), reason: 'unreachable', mayHaveRun: ran(false) };
  const words = `The connection to ${parts.origin} broke off before the answer came (${error.code}).`;
  return { words, reason: 'interrupted', mayHaveRun: ran(true) };
}
