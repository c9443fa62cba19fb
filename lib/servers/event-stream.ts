import { isConnectFailure } from './connect-failure';
import type { ServerReply } from './connections';
import type { HttpReply } from './http-reply';
import type { JsonObject } from './json-object';
import { parseMessage } from './parse-message';
import type { SessionStream, StreamEnd } from './session';
import { parseSse } from './sse-events';

const eventBytesMax = 32 * 1024 * 1024;

interface Plan {
  /** Sends the request; its answer is the stream. */
  open(signal: AbortSignal): Promise<HttpReply>;
  /** What an answer that is no stream means. */
  refused(reply: ServerReply): StreamEnd | Promise<StreamEnd>;
  /** Each message; what it returns becomes `begun`. */
  onMessage(message: JsonObject, text: string): readonly string[] | undefined;
  /** Whether the stream counts as begun with its first byte, or only with a message that says so. */
  beginsWithMessage: boolean;
  onId?(id: string): void;
  onFault(error: unknown): void;
}

/** One stream of messages from a server that lasts until it ends or is closed. Never rejects. */
export class EventStream implements SessionStream {
  readonly begun: Promise<readonly string[]>;
  readonly ended: Promise<StreamEnd>;
  retryMs: number | null = null;
  readonly #abort = new AbortController();
  #reply: HttpReply | null = null;
  #begin: (uris: readonly string[]) => void = () => {};

  constructor(private readonly plan: Plan) {
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.ended = this.#run().finally(() => this.#begin([]));
  }

  close(): void {
    this.#abort.abort();
    this.#reply?.cut();
  }

  async #run(): Promise<StreamEnd> {
    try {
      const reply = await this.plan.open(this.#abort.signal);
      this.#reply = reply;
      if (reply.status !== 200 || reply.contentType !== 'text/event-stream') return await this.plan.refused(reply);
      if (!this.plan.beginsWithMessage) this.#begin([]);
      await this.#read(reply);
      return 'ended';
    } catch (error) {
      if (!isConnectFailure(error)) this.plan.onFault(error);
      return 'ended'; // Whoever keeps the stream tries again; the breaker has counted it.
    }
  }

  async #read(reply: HttpReply): Promise<void> {
    const onMark = ({ id, retryMs }: { id: string | null; retryMs: number | null }) => {
      if (id !== null) this.plan.onId?.(id);
      if (retryMs !== null) this.retryMs = retryMs;
    };
    for await (const event of parseSse(reply.body, eventBytesMax, onMark)) {
      onMark(event);
      const message = parseMessage(event.data);
      const begun = message === null ? undefined : this.plan.onMessage(message, event.data);
      if (begun !== undefined) this.#begin(begun);
    }
  }
}
