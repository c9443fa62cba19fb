import type { Parts } from './parts';
import { Patience } from './patience';
import { readMessages } from './read-messages';
import { NotRenewed, renewSession, restore } from './renew-session';
import { sessionHeaders } from './request-headers';
import { Interruption, isEventStream } from './wire';

/** After a refusal that may pass, such as of a paused token. */
const refusedPauseMs = 30_000;
/** A stream that ends sooner was no good: the pauses before the next one grow. */
const goodMsMin = 10_000;

interface Mark {
  id: string | null;
  retryMs: number;
}

/** Keeps the stream open on which a session is told what belongs to none of its requests, as long as there is a session. Never rejects. */
export async function keepGeneralStream(parts: Parts): Promise<void> {
  const { session, life } = parts;
  const patience = new Patience(Number.POSITIVE_INFINITY);
  let mark: Mark = { id: null, retryMs: 0 };
  for (let epoch = session.epoch, isAgain = false; session.id !== null; isAgain = true) {
    if (session.epoch !== epoch) {
      epoch = session.epoch;
      mark = { id: null, retryMs: 0 };
      isAgain = false;
    }
    const beganMs = performance.now();
    const end = await listen(parts, mark, isAgain).catch((error: unknown) => endOf(parts, error));
    if (performance.now() - beganMs > goodMsMin) patience.reset();
    if (end === 'not_offered') return;
    const isRenewed = end === 'lost' && (await renewed(parts, epoch));
    const pauseMs = end === 'refused' ? refusedPauseMs : mark.retryMs;
    const isGood = performance.now() - beganMs > goodMsMin;
    if (!(isRenewed && isGood) && !(await patience.wait(life, pauseMs))) return;
  }
}

type End = 'ended' | 'lost' | 'refused' | 'not_offered';

async function listen(parts: Parts, mark: Mark, isAgain: boolean): Promise<End> {
  const { wire, out, life } = parts;
  const after: Record<string, string> = mark.id === null ? {} : { 'last-event-id': mark.id };
  const headers = { ...sessionHeaders(parts), accept: 'text/event-stream', ...after };
  const answer = await wire({ method: 'GET', headers, signal: life });
  if (answer.status !== 200 || !isEventStream(answer.headers)) {
    answer.discard();
    if (answer.status === 404) return 'lost';
    return answer.status === 405 ? 'not_offered' : 'refused';
  }
  // Whatever is between the two may have missed something, or be another by now.
  if (isAgain) void restore(parts).catch((error: unknown) => parts.debug(String(error)));
  const onMark = ({ id, retryMs }: { id: string | null; retryMs: number | null }) => {
    mark.id = id ?? mark.id;
    mark.retryMs = retryMs ?? mark.retryMs;
  };
  for await (const text of readMessages(answer, onMark)) await out.write(text);
  return 'ended';
}

function endOf(parts: Parts, error: unknown): End {
  if (!(error instanceof Interruption) && !parts.life.aborted) parts.debug(String(error));
  return 'ended';
}

async function renewed(parts: Parts, epoch: number): Promise<boolean> {
  return renewSession(parts, epoch).then(
    () => true,
    (error: unknown) => {
      parts.debug(error instanceof NotRenewed ? error.message : String(error));
      return false;
    },
  );
}
