import { randomBytes } from 'node:crypto';
import { member, members, slice } from '../json-spans';
import type { ClientCapabilities } from '../servers/connections';
import type { AskAnswer } from './ask';
import { EventStream } from './event-stream';
import type { LogLevel } from './log-level';
import type { Message } from './read-envelope';
import type { ResourceSubscriptions } from './resource-subscriptions';

const streamsMax = 64;
/** Of answers that were streamed, for whoever has lost the end of one. */
const keptCharsMax = 4 * 1024 * 1024;
const asksMax = 64;
/** How long a person may take. */
const askMsMax = 10 * 60_000;

export interface Asking {
  text: string | null;
  answer: Promise<AskAnswer>;
  withdraw(): void;
}

interface Asked {
  settle(answer: AskAnswer): void;
}

/** What the gateway remembers of a 2025-era client that can be asked things, or told things outside of its requests. */
export class ClientSession {
  /** What it is told outside of its requests; there from the start, so that nothing is lost before it listens. */
  readonly general: EventStream;
  logLevel: LogLevel | null = null;
  usedAtMs: number;
  readonly #streams = new Map<string, EventStream>();
  readonly #asked = new Map<string, Asked>();
  #count = 0;
  isOver = false;
  /** What it is subscribed to, once it listens. */
  resources: ResourceSubscriptions | null = null;
  onOver: (() => void) | null = null;

  constructor(
    readonly id: string,
    readonly tokenId: string,
    readonly workspaceId: string,
    /** Its token's when it began here: what it may see is another's since that moved. */
    readonly accessRevision: number,
    readonly version: string,
    readonly capabilities: ClientCapabilities,
    /** Name and version that the client gave itself. */
    readonly client: string | null,
    nowMs: number,
  ) {
    this.usedAtMs = nowMs;
    this.general = new EventStream('g', this.#primes);
  }

  get #primes(): boolean {
    return this.version >= '2025-11-25';
  }

  /** Whether an answer is under way, or the client listens. */
  get isInUse(): boolean {
    return this.general.isRead || this.openStreams > 0;
  }

  get openStreams(): number {
    let open = 0;
    for (const stream of this.#streams.values()) if (!stream.isOver) open += 1;
    return open;
  }

  get openAsks(): number {
    return this.#asked.size;
  }

  /** A stream for the answer to one request. The oldest that are over are forgotten when there are too many, or too much is kept of them. */
  openStream(): EventStream {
    this.#count += 1;
    const stream = new EventStream(`s${this.#count}`, this.#primes);
    this.#streams.set(stream.id, stream);
    this.#makeRoom();
    return stream;
  }

  #makeRoom(): void {
    const over = [...this.#streams.values()].filter(({ isOver }) => isOver);
    let chars = over.reduce((sum, { keptChars }) => sum + keptChars, 0);
    for (const { id, isRead, keptChars } of over) {
      if (this.#streams.size <= streamsMax && chars <= keptCharsMax) return;
      if (isRead) continue;
      chars -= keptChars;
      this.#streams.delete(id);
    }
  }

  /** Where a client wants to go on reading; the general stream for whoever has read nothing yet, or something long forgotten. */
  streamAfter(lastEventId: string | undefined): { stream: EventStream; seq: number | null } {
    const [, id = '', seq = '0'] = /^(\w+)\.(\d+)$/.exec(lastEventId ?? '') ?? [];
    if (id === this.general.id) return { stream: this.general, seq: Number(seq) };
    const stream = this.#streams.get(id);
    return stream === undefined ? { stream: this.general, seq: null } : { stream, seq: Number(seq) };
  }

  /**
   * A request to the client, as text for one of its streams, and its answer; without text when it cannot be asked now. Never
   * rejects: no answer is an error, too. `withdraw` is for whoever does not wait for it any more.
   */
  ask(method: string, params: string): Asking {
    if (this.#asked.size >= asksMax || this.isOver)
      return { text: null, answer: Promise.resolve(noAnswer), withdraw: () => undefined };
    this.#count += 1;
    // Another instance may have asked in this session before: its questions have other names.
    const id = JSON.stringify(`ask-${this.#count}-${randomBytes(6).toString('base64url')}`);
    const text = `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${params}}`;
    const answer = new Promise<AskAnswer>((resolve) => {
      const settle = (given: AskAnswer) => {
        clearTimeout(timer);
        this.#asked.delete(id);
        resolve(given);
      };
      const timer = setTimeout(settle, askMsMax, noAnswer).unref();
      this.#asked.set(id, { settle });
    });
    return { text, answer, withdraw: () => this.#asked.get(id)?.settle(noAnswer) };
  }

  /** A response that the client posted. One that nobody waits for is dropped. */
  settle({ id, text }: Message): void {
    const top = members(text);
    const result = member(top, 'result');
    const error = member(top, 'error');
    const asked = this.#asked.get(id ?? '');
    if (result !== undefined) asked?.settle({ result: slice(text, result) });
    else if (error !== undefined) asked?.settle({ error: slice(text, error) });
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const { settle } of [...this.#asked.values()]) settle(noAnswer);
    for (const stream of this.#streams.values()) stream.end();
    this.general.end();
    this.onOver?.();
  }
}

const noAnswer: AskAnswer = { error: '{"code":-1,"message":"The client gave no answer."}' };
