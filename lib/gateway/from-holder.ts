import type { GatewayRequest } from './handle-request';
import type { GatewayResponse } from './respond';
import type { River } from './river';

const holdersMax = 3;

/** The answer of the instance where the session is that a request belongs to; null when that is this one, or there is none. */
export async function fromHolder(
  { relay, sessions }: River,
  request: GatewayRequest,
  requestId: string,
  body: Buffer | null,
): Promise<GatewayResponse | null> {
  const id = request.headers['mcp-session-id'];
  if (request.slip !== undefined || typeof id !== 'string') return null;
  const beganAt = sessions.beganAt(id);
  if (beganAt === null) return null;
  // Whoever is not there is known after the first attempt, and the next one is asked.
  for (let attempt = 0; attempt < holdersMax; attempt += 1) {
    const holder = await relay.holder(beganAt, id);
    if (holder === null) return null;
    const answer = await relay.send(holder, request, requestId, body);
    if (answer !== null) return answer;
  }
  return null;
}
