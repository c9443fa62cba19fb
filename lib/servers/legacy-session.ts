import { isConnectFailure } from './connect-failure';
import type { OpenedServer, PostOptions, ServerReply } from './connections';
import { EventStream } from './event-stream';
import type { SendOptions } from './http-reply';
import type { HttpTransport } from './http-transport';
import { isJsonObject } from './json-object';
import { parseMessage } from './parse-message';
import { isSafeEventId, requestHeaders, streamHeaders } from './request-headers';
import { ResumingReply } from './resuming-reply';
import { sendOptions } from './send-options';
import type { Session, SessionStream, StreamEnd, StreamOptions } from './session';

const goodbyeLimits = { timeoutMs: 1_000, totalTimeoutMs: 1_000 };
const refusalBytesMax = 64 * 1024;

/** A 2025-era session over Streamable HTTP; `sessionId` is null with a server that keeps none. */
export class LegacySession implements Session {
  #lastEventId: string | null = null;

  constructor(
    private readonly transport: HttpTransport,
    readonly server: OpenedServer,
    private readonly headers: string[],
    private readonly sessionId: string | null,
  ) {}

  post(message: string, options: PostOptions): Promise<ServerReply> {
    const headers = requestHeaders(this.headers, 'legacy', options);
    const sending = sendOptions(this.transport, headers, message, options, this.server.epoch);
    const { id, onPause } = options;
    // Only a session has something to be taken up again.
    if (this.sessionId === null || id === undefined) return this.transport.send(sending);
    return this.transport.send(sending).then((reply) => {
      if (reply.status !== 200 || reply.contentType !== 'text/event-stream') return reply;
      const { timeoutMs } = sending.limits;
      return new ResumingReply(reply, {
        id,
        timeoutMs,
        signal: options.signal,
        onPause,
        resume: (lastEventId) => this.#takeUp(lastEventId, sending),
      });
    });
  }

  #takeUp(lastEventId: string, { limits, signal }: SendOptions): Promise<ServerReply> {
    return this.transport.send({
      method: 'GET',
      headers: streamHeaders(this.headers, lastEventId),
      body: null,
      limits,
      epoch: this.server.epoch,
      signal,
      kind: 'message',
    });
  }

  get canAsk(): boolean {
    return this.sessionId !== null;
  }

  openStream({ onMessage }: StreamOptions): SessionStream {
    return new EventStream({
      open: (signal) =>
        this.transport.send({
          method: 'GET',
          headers: streamHeaders(this.headers, this.#lastEventId),
          body: null,
          limits: this.transport.limits,
          epoch: this.server.epoch,
          signal,
          kind: 'stream',
        }),
      refused: (reply) => this.#readRefusal(reply),
      onMessage: (message, text) => void onMessage(message, text),
      beginsWithMessage: false,
      onFault: this.transport.onFault,
      onId: (id) => {
        if (isSafeEventId(id)) this.#lastEventId = id;
      },
    });
  }

  /** 404 to a session id means that the session is gone, and so do the 400s of servers that predate that rule. */
  async #readRefusal(reply: ServerReply): Promise<StreamEnd> {
    const { status } = reply;
    if (status >= 500 || status === 429) {
      reply.discard();
      return 'ended';
    }
    if (this.sessionId === null || (status !== 404 && status !== 400)) {
      reply.discard();
      return 'none';
    }
    const error = parseMessage(await reply.text(refusalBytesMax))?.error;
    const message = isJsonObject(error) && typeof error.message === 'string' ? error.message : '';
    const isNamed = /session|initializ/i.test(message);
    return status === 404 || isNamed ? 'lost' : 'none';
  }

  async end(): Promise<void> {
    if (this.sessionId === null) return;
    try {
      const reply = await this.transport.send({
        method: 'DELETE',
        headers: this.headers,
        body: null,
        limits: goodbyeLimits,
        epoch: this.server.epoch,
        kind: 'message',
      });
      reply.discard();
    } catch (error) {
      if (!isConnectFailure(error)) throw error;
    }
  }

  abandon(): void {}
}
