import type { ClientSession } from './client-session';
import type { TokenFacts } from './deps';
import type { GatewayRequest } from './handle-request';
import type { River } from './river';

/** GET: what a session is told outside of its requests, or the rest of a stream that it has lost, after `Last-Event-ID`. */
export function openSessionStream(
  river: River,
  request: GatewayRequest,
  token: TokenFacts,
  session: ClientSession,
): AsyncIterable<string> {
  const lastEventId = request.headers['last-event-id'];
  const { stream, seq } = session.streamAfter(typeof lastEventId === 'string' ? lastEventId : undefined);
  const flight = river.inFlight.begin(token, null, false);
  const leave = () => river.inFlight.finish(token.id, flight);
  flight.onEnd = () => river.sessions.end(session);
  request.onClose(leave);
  return readUntilOver(stream.read(seq), leave);
}

async function* readUntilOver(frames: AsyncIterable<string>, leave: () => void): AsyncGenerator<string> {
  try {
    yield* frames;
  } finally {
    leave();
  }
}
