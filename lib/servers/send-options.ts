import type { PostOptions } from './connections';
import type { SendOptions } from './http-reply';
import type { HttpTransport } from './http-transport';

/** A POST as its caller wants it. Without an id it is a notification or an answer, for which another request may be waiting. */
export function sendOptions(
  { limits }: HttpTransport,
  headers: string[],
  body: string,
  { timeoutMs, signal, id, onStarted }: PostOptions,
  epoch: number,
): SendOptions {
  return {
    method: 'POST',
    headers,
    body,
    limits: timeoutMs === undefined ? limits : { timeoutMs, totalTimeoutMs: limits.totalTimeoutMs },
    epoch,
    signal,
    onStarted,
    kind: id === undefined ? 'message' : 'request',
  };
}
