import type { CancelSignal } from './cancellation';
import { ConnectFailure, isConnectFailure } from './connect-failure';
import type { PostOptions } from './connections';
import { failureOfError } from './failure-of-error';
import type { ChannelReply } from './handshake';
import type { HttpReply } from './http-reply';
import { cancelled, type HttpTransport } from './http-transport';
import { isJsonObject, type JsonObject } from './json-object';
import { parseMessage } from './parse-message';
import { requestHeaders } from './request-headers';
import { sendOptions } from './send-options';
import type { OnMessage } from './session';
import { parseSse, type SseEvent } from './sse-events';
import { SseReply } from './sse-reply';

const eventBytesMax = 32 * 1024 * 1024;

/**
 * HTTP+SSE (2024-11-05): requests go up by POST to an address that the stream names, answers come down the one stream. Each
 * answer is handed on as if it were the stream of its own request.
 */
export class SseLink {
  onMessage: OnMessage = () => {};
  /** Resolves when the stream is over; it is never taken up again, because 2024-11-05 has no way to say where it broke off. */
  readonly over: Promise<void>;
  readonly #pending = new Map<string | number, SseReply>();
  #path: string | null = null;
  #failure: ConnectFailure | null = null;
  #isAbandoned = false;
  #onEndpoint: (failure: ConnectFailure | null) => void = () => {};

  constructor(
    private readonly transport: HttpTransport,
    private readonly stream: HttpReply,
  ) {
    this.over = this.#run();
  }

  /** Waits for the server to say where messages go. @throws ConnectFailure */
  async ready(timeoutMs: number): Promise<void> {
    if (this.#path !== null) return;
    const failure = await new Promise<ConnectFailure | null>((resolve) => {
      const timer = setTimeout(() => resolve(noEndpoint(timeoutMs)), timeoutMs);
      this.#onEndpoint = (found) => {
        clearTimeout(timer);
        resolve(found);
      };
      if (this.#failure !== null) this.#onEndpoint(this.#failure);
    });
    if (failure === null) return;
    this.close(failure);
    throw failure;
  }

  async post(headers: string[], message: string, options: PostOptions, epoch: number): Promise<ChannelReply> {
    if (this.#failure !== null || this.#path === null) throw notSent(this.#failure);
    const fixed = requestHeaders(headers, 'legacy', options);
    const sending = {
      ...sendOptions(this.transport, fixed, message, options, epoch),
      path: this.#path,
      onStarted: undefined,
    };
    const id = options.id ?? requestIdOf(message);
    if (id === undefined) return this.transport.send(sending);
    const { slots } = this.transport;
    if (!slots.tryTake()) await this.transport.takePlace(sending.limits.timeoutMs);
    const reply = this.#expect(id, sending.limits, options.signal, epoch);
    options.onStarted?.(reply);
    // The place is the reply's: it lasts until the answer, the POST only until it is accepted.
    return this.#deliver(this.transport.send({ ...sending, kind: 'message' }), reply);
  }

  #expect(id: string | number, limits: SseReply['limits'], signal: CancelSignal | undefined, epoch: number): SseReply {
    const reply = new SseReply({
      epoch,
      limits,
      slots: this.transport.slots,
      signal,
      explain: (error, hasBegun) => {
        if (signal?.aborted === true) return cancelled(error, 'written');
        const waits = { timeoutMs: limits.timeoutMs, connectTimeoutMs: limits.timeoutMs };
        return failureOfError(error, this.transport.url, hasBegun ? 'answering' : 'written', waits);
      },
      onDone: () => {
        this.transport.clock.delete(reply);
        this.#pending.delete(id);
        if (this.#isAbandoned && this.#pending.size === 0) this.close();
      },
    });
    this.#pending.set(id, reply);
    this.transport.clock.add(reply);
    return reply;
  }

  /** An answer may come before its POST is accepted; some servers accept it only when they are through. */
  async #deliver(posting: Promise<HttpReply>, reply: SseReply): Promise<ChannelReply> {
    const accepted = posting.then((answer) => {
      if (answer.status < 200 || answer.status >= 300) return answer;
      answer.discard();
      return reply;
    });
    try {
      const first = await Promise.race([accepted, reply.begun.then(() => reply)]);
      if (first === reply) accepted.catch(() => {});
      else reply.discard();
      return first === reply ? reply : asLostSession(first as HttpReply);
    } catch (error) {
      reply.discard();
      throw error;
    }
  }

  async #run(): Promise<void> {
    let failure: ConnectFailure | null = null;
    try {
      for await (const event of parseSse(this.stream.body, eventBytesMax)) this.#read(event);
    } catch (error) {
      if (isConnectFailure(error)) failure = error;
      else this.transport.onFault(error);
    }
    this.close(failure ?? brokenOff());
  }

  #read(event: SseEvent): void {
    if (event.event === 'endpoint') {
      if (this.#path === null) this.#readEndpoint(event.data);
      return;
    }
    const message = parseMessage(event.data);
    if (message === null) return;
    if (typeof message.method !== 'string') {
      if (isId(message.id)) this.#pending.get(message.id)?.finish(event.data);
      return;
    }
    const reply = this.#progressOf(message);
    if (reply === undefined) this.onMessage(message, event.data);
    else reply.note(event.data);
  }

  #progressOf({ method, params }: JsonObject): SseReply | undefined {
    if (method !== 'notifications/progress' || !isJsonObject(params)) return undefined;
    return isId(params.progressToken) ? this.#pending.get(params.progressToken) : undefined;
  }

  /** Credentials go to the origin that they were configured for, wherever the server points. */
  #readEndpoint(data: string): void {
    const { url } = this.transport;
    const endpoint = URL.canParse(data, url) ? new URL(data, url) : null;
    if (endpoint?.origin !== url.origin) {
      this.#onEndpoint(foreignEndpoint(endpoint));
      return;
    }
    this.#path = endpoint.pathname + endpoint.search;
    this.#onEndpoint(null);
  }

  /** Ends when the last answer that is waited for has come. */
  abandon(): void {
    this.#isAbandoned = true;
    if (this.#pending.size === 0) this.close();
  }

  close(failure: ConnectFailure = brokenOff()): void {
    if (this.#failure !== null) return;
    this.#failure = failure;
    this.#onEndpoint(failure);
    for (const reply of [...this.#pending.values()]) reply.fail(lostOutcome(failure));
    this.stream.cut();
  }
}

const isId = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number';

/** For callers that name no id: without it nobody would know the answer. */
function requestIdOf(message: string): string | number | undefined {
  const parsed = parseMessage(message);
  return parsed !== null && typeof parsed.method === 'string' && isId(parsed.id) ? parsed.id : undefined;
}

/** The official server's way of not knowing a session is a 400 in plain text; MCP's later word for it is 404. */
function asLostSession(answer: HttpReply): HttpReply {
  if (answer.status === 400 && answer.contentType !== 'application/json') answer.status = 404;
  return answer;
}

const brokenOff = () =>
  new ConnectFailure('closed', 'The event stream of the server broke off.', {
    nextStep: 'Look at the log of the server; it may have crashed or restarted.',
  });

const lostOutcome = (cause: ConnectFailure) =>
  new ConnectFailure('closed', 'The event stream of the server broke off before it answered.', {
    nextStep: 'Look at the log of the server; it may have crashed or restarted.',
    cause,
  });

const notSent = (cause: ConnectFailure | null) =>
  new ConnectFailure('closed', 'The event stream of the server broke off before the request was sent.', {
    nextStep: 'Send it again.',
    ran: 'never',
    cause,
  });

const noEndpoint = (timeoutMs: number) =>
  new ConnectFailure('protocol', `The event stream did not say within ${timeoutMs / 1000} s where messages go.`, {
    nextStep: 'Check that the address is an MCP endpoint.',
    ran: 'never',
  });

const foreignEndpoint = (endpoint: URL | null) =>
  new ConnectFailure(
    'protocol',
    `The server wants its messages at ${endpoint === null ? 'no web address' : endpoint.origin}, which is not where it was configured.`,
    { nextStep: 'Have the server name a path of its own origin, or enter that address.', ran: 'never' },
  );
