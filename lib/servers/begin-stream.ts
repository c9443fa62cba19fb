import { ConnectFailure } from './connect-failure';
import type { HttpReply } from './http-reply';
import type { HttpTransport } from './http-transport';

/** A GET whose answer may go on for ever but must begin in time. @throws ConnectFailure */
export async function beginStream(transport: HttpTransport, headers: string[], timeoutMs: number): Promise<HttpReply> {
  const { limits } = transport;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    const { signal } = late;
    return await transport.send({ method: 'GET', headers, body: null, limits, epoch: 0, signal, kind: 'stream' });
  } catch (error) {
    if (!late.signal.aborted) throw error;
    throw new ConnectFailure('timeout', `No event stream began within ${timeoutMs / 1000} s.`, {
      nextStep: 'Look at what the server is doing, or give it a longer timeout.',
      ran: 'never',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
