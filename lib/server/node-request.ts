import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayRequest } from '../gateway/handle-request';

/** The gateway's view of a `node:http` request. A class, so that a request costs one object and no closures. */
export class NodeRequest implements GatewayRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;

  constructor(
    private readonly incoming: IncomingMessage,
    private readonly outgoing: ServerResponse,
    readonly slug: string,
    readonly query: string,
    readonly peer: string,
  ) {
    this.method = incoming.method ?? 'GET';
    this.headers = incoming.headers;
  }

  readBody(maxBytes: number): Promise<Buffer | 'too_large'> {
    return readBody(this.incoming, maxBytes);
  }

  /** Runs when the client goes away before it has its whole answer. */
  onClose(listener: () => void): void {
    const { outgoing } = this;
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) listener();
    });
  }
}

/** The client went away while it was still sending; there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * The whole body, read once. A body over the bound is not kept: what was sent of it is dropped, and the caller may answer at once.
 * The time that it may take is bounded by the server's `requestTimeout`.
 */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large'> {
  if (Number(incoming.headers['content-length']) > maxBytes) return Promise.resolve('too_large');
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        rest = undefined;
        resolve('too_large');
      } else if (first === undefined) first = chunk;
      else if (rest === undefined) rest = [first, chunk];
      else rest.push(chunk);
    });
    incoming.once('end', () => resolve(rest === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(rest, length)));
    incoming.once('close', () => {
      if (!incoming.complete)
        reject(new ClientGone('The client closed the connection before the request was complete.'));
    });
  });
}
