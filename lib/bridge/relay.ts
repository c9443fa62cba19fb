import type { Flight } from './flight';
import { hear, parse } from './message';
import type { Parts } from './parts';
import { Patience } from './patience';
import { readMessages } from './read-messages';
import { sessionHeaders } from './request-headers';
import { Interruption, isEventStream, type WireAnswer } from './wire';

/** How often a stream may break off without having said anything new. */
const fruitlessMax = 3;
const retryMsDefault = 1_000;
const resumeMsMax = 30_000;

/** Where a stream is. */
interface Place {
  id: string | null;
  retryMs: number;
  /** The gateway does not have it any more and gave another one instead. */
  isLost: boolean;
}

/**
 * Passes on an answer, message by message. A stream of a session that breaks off before its answer is taken up where it did.
 * @throws Interruption when the answer does not come; TooLarge
 */
export async function relay(parts: Parts, flight: Flight, first: WireAnswer): Promise<void> {
  const { session } = parts;
  const { epoch } = session;
  const place: Place = { id: null, retryMs: retryMsDefault, isLost: false };
  let fruitless = 0;
  for (let answer = first; ; ) {
    const before = place.id;
    const broken = await pass(parts, flight, answer, place);
    if (flight.open.size === 0 || flight.isUnwanted) return;
    fruitless = place.id === before ? fruitless + 1 : 0;
    const mayResume = isEventStream(first.headers) && flight.message.version === null && session.id !== null;
    if (!mayResume || place.id === null || place.isLost || session.epoch !== epoch || fruitless >= fruitlessMax)
      throw broken ?? new Interruption(true, 'NO_ANSWER');
    answer = await resume(parts, flight, place);
  }
}

/** Null where the answer ended by itself. */
async function pass(parts: Parts, flight: Flight, answer: WireAnswer, place: Place): Promise<Interruption | null> {
  const onMark = ({ id, retryMs }: { id: string | null; retryMs: number | null }) => {
    place.isLost ||= id !== null && place.id !== null && streamOf(id) !== streamOf(place.id);
    place.id = id ?? place.id;
    place.retryMs = retryMs ?? place.retryMs;
  };
  try {
    await parts.out.ready();
    for await (const text of readMessages(answer, onMark)) {
      if (place.isLost) break;
      await deliver(parts, flight, text, answer);
      // What was taken up again goes on as a stream of its own.
      if (flight.message.ids.length > 0 && flight.open.size === 0) break;
    }
    return null;
  } catch (error) {
    if (error instanceof Interruption) return error;
    throw error;
  } finally {
    answer.discard();
  }
}

/** The gateway's event ids are `<stream>.<number>`. */
const streamOf = (eventId: string) => eventId.slice(0, eventId.lastIndexOf('.'));

/** One message for the client; an answer is noted as such. */
export async function deliver(parts: Parts, flight: Flight, text: string, { headers }: WireAnswer): Promise<void> {
  const heard = hear(text);
  if (heard === null && !Array.isArray(parse(text))) throw new Interruption(true, 'NOT_JSON');
  const { session } = parts;
  const { message, open } = flight;
  if (heard === null) open.clear();
  else if (heard.isResponse && heard.id !== null && open.delete(heard.id)) {
    const { result } = heard.value;
    if (typeof result === 'object' && result !== null) {
      if (message.method === 'initialize') session.begin(message, headers, result as Record<string, unknown>);
      else session.keep(message);
    }
  }
  if (!flight.isUnwanted) await parts.out.write(text);
}

async function resume(parts: Parts, flight: Flight, place: Place): Promise<WireAnswer> {
  const patience = new Patience(resumeMsMax);
  for (;;) {
    if (!(await patience.wait(flight.signal, place.retryMs))) throw new Interruption(true, 'NOT_RESUMED');
    const headers = { ...sessionHeaders(parts), accept: 'text/event-stream', 'last-event-id': String(place.id) };
    try {
      const answer = await parts.wire({ method: 'GET', headers, signal: flight.signal });
      if (answer.status === 200 && isEventStream(answer.headers)) return answer;
      answer.discard();
      throw new Interruption(true, 'NOT_RESUMED');
    } catch (error) {
      if (!(error instanceof Interruption) || error.code === 'NOT_RESUMED') throw error;
    }
  }
}
