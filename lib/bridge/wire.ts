import { type Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

export interface WireRequest {
  method: 'POST' | 'GET' | 'DELETE';
  headers: Record<string, string>;
  body?: Buffer;
  signal: AbortSignal;
  /** Called when the first byte may be on its way. */
  onSent?(): void;
}

export interface WireAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Throws `Interruption` where it breaks off. */
  body: AsyncIterable<Buffer>;
  discard(): void;
}

/** @throws Interruption when no answer begins */
export type Wire = (request: WireRequest) => Promise<WireAnswer>;

/** No answer, or half of one. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(
    /** Whether the request may have arrived. */
    readonly wasSent: boolean,
    /** What Node calls it, such as `ECONNREFUSED`. */
    readonly code: string,
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}

const connectMsMax = 10_000;
/** How long an answer may take to begin; the gateway begins one within seconds, what stands before it may hold that back. */
const beginMsMax = 300_000;
/** The gateway says something on an open stream at least every 15 s. */
const silenceMsMax = 60_000;

/** One gateway URL over the agent's connections. No redirect is followed. */
export function openWire(url: string, agent: Agent): Wire {
  const begin = url.startsWith('https:') ? httpsRequest : httpRequest;
  return ({ method, headers, body, signal, onSent }) =>
    new Promise((resolve, reject) => {
      let wasSent = false;
      const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(body.length) };
      const request = begin(url, { method, agent, headers: { ...headers, ...length }, signal });
      const late = setTimeout(() => request.destroy(coded('ETIMEDOUT')), connectMsMax);
      request.once('socket', (socket) =>
        whenReady(socket, request.reusedSocket, () => {
          clearTimeout(late);
          wasSent = true;
          onSent?.();
        }),
      );
      request.setTimeout(beginMsMax, () => request.destroy(coded('ETIMEDOUT')));
      request.on('error', (error) => {
        clearTimeout(late);
        reject(new Interruption(wasSent, codeOf(error), error));
      });
      request.once('response', (answer) => {
        if (isEventStream(answer.headers)) answer.setTimeout(silenceMsMax, () => answer.destroy(coded('ETIMEDOUT')));
        const { statusCode: status = 0, headers: answered } = answer;
        resolve({ status, headers: answered, body: piecesOf(answer), discard: () => void answer.destroy() });
      });
      request.end(body);
    });
}

/** Node writes nothing before a new connection, its TLS included, stands. */
function whenReady(socket: Socket, isReused: boolean, onReady: () => void): void {
  const isSecuring = 'secureConnecting' in socket && socket.secureConnecting === true;
  if (isReused || (!socket.connecting && !isSecuring)) onReady();
  else socket.once(isSecuring || 'encrypted' in socket ? 'secureConnect' : 'connect', onReady);
}

async function* piecesOf(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const piece of answer) yield piece as Buffer;
  } catch (error) {
    throw new Interruption(true, codeOf(error), error);
  }
}

export const isEventStream = ({ 'content-type': type = '' }: IncomingHttpHeaders) =>
  /^text\/event-stream\s*(;|$)/i.test(type);

const coded = (code: string) => Object.assign(new Error(code), { code });

export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
