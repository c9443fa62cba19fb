import { member, members, slice } from '../json-spans';
import { rpcCodes } from '../mcp-protocol';
import { answerServerRequest } from '../servers/answer-server-request';
import { Cancellation } from '../servers/cancellation';
import { isConnectFailure } from '../servers/connect-failure';
import type { Lease, RequestHold, ServerConnection, ServerReply } from '../servers/connections';
import { isJsonObject, type JsonObject } from '../servers/json-object';
import { parseMessage } from '../servers/parse-message';
import { parseSse } from '../servers/sse-events';
import { brokenOff, type Call, connectFailure, notAnAnswer } from './answer-call';
import { type AskAnswer, askEntry, readInputRequests } from './ask';
import { missingCapability } from './client-capabilities';
import { type ConvertedAnswer, convertAnswer } from './convert-answer';
import { postRequest, tellCancelled } from './post-request';
import { Questions } from './questions';
import { answerBytesMax, type ReplyFailure } from './read-reply';
import { isLast, type Step } from './step';
import { StepQueue } from './step-queue';
import { translateNote } from './translate-note';

const roundsMax = 8;
/** What a server may ask in the middle of one request: each time its clocks stand still. */
const questionsMax = 64;

/**
 * A request at one server whose answer does not come at once: the server streams, asks the client something, or hangs up to be asked
 * again. One reader takes the steps; the conversation never throws. `close` must be called when the last step has been taken.
 */
export class Conversation {
  readonly #steps = new StepQueue();
  readonly #cancellation = new Cancellation();
  #reply: ServerReply | null = null;
  /** The request that is under way; its reply as soon as there is one. */
  #request: RequestHold | null = null;
  #messageId = 0;
  #rounds = 0;
  #asked = 0;
  readonly #questions = new Questions(
    () => this.call.exchange.era === 'modern',
    (ask) => void this.#push({ kind: 'ask', ask }),
  );
  /** How many answers of the client are waited for, and since when without a break. */
  #waitedFor = 0;
  #heldSinceMs = 0;
  /** Whether the server has answered all that it was sent: then nothing of the request is left in its session. */
  #isAnswered = false;
  #hasLetGo = false;
  #over: 'revoked' | 'cancelled' | null = null;
  #isClosed = false;
  /** Called when the conversation is over before its last step. */
  onOver: (() => void) | null = null;
  /** Called when nothing that the client was asked for is wanted any more. */
  readonly withdrawals = new Set<() => void>();

  constructor(
    readonly call: Call,
    readonly connection: ServerConnection,
    private readonly lease: Lease | null,
  ) {
    const { flight } = call;
    flight.onEnd = () => this.#end('revoked');
    flight.onCancel = () => this.#end('cancelled');
    if (lease !== null) lease.onMessage = (message, text) => void this.#takeAside(message, text);
  }

  /** Sends the request and goes on from whatever comes. */
  begin(): void {
    void this.#send(null, null);
  }

  /** Goes on from an answer that has begun: to the request with this id. */
  continue(reply: ServerReply, messageId: number): void {
    this.#messageId = messageId;
    void this.#read(reply);
  }

  /** Goes on from a whole answer that turned out to be a question. */
  continueFrom(answer: Exclude<ConvertedAnswer, { kind: 'answer' }>): void {
    this.#isAnswered = true;
    void this.#push(this.#stepOf(answer));
  }

  /** The next step, or null when none came in time. */
  async next(withinMs: number): Promise<Step | null> {
    const step = await this.#steps.next(withinMs);
    // A flood of notes is always ready, and must not outrun a revocation.
    if (this.#over === null && !this.#isClosed) return step;
    return { kind: 'ended', why: this.#over ?? 'cancelled' };
  }

  /** The server hung up, to be asked for the rest after this time. */
  pause(retryMs: number): void {
    void this.#push({ kind: 'pause', retryMs });
  }

  /** What the client says makes it impossible to go on. */
  fail(failure: ReplyFailure): void {
    this.#release();
    void this.#push({ kind: 'failure', failure });
  }

  /** The client wants no answer any more: the server is told, in the way of its era. */
  cancel(): void {
    this.#end('cancelled');
  }

  /** Nothing more is wanted: whatever the server still holds for this request ends. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#letGo();
    this.#steps.close();
    for (const withdraw of this.withdrawals) withdraw();
    const { river, exchange, flight } = this.call;
    river.inFlight.finish(exchange.token.id, flight);
  }

  #end(why: 'revoked' | 'cancelled'): void {
    if (this.#over !== null || this.#isClosed) return;
    this.#over = why;
    const isUnderWay = !this.#isAnswered && !this.#hasLetGo && this.#messageId !== 0;
    if (isUnderWay && this.connection.era === 'legacy') tellCancelled(this.connection, this.#messageId);
    this.#letGo();
    this.#steps.close();
    this.onOver?.();
  }

  /**
   * The server is done with, though the client may not have come for the last step yet. A session in which a request was left
   * behind could bring its questions to the next call, so it goes to nobody.
   */
  #letGo(): void {
    if (this.#hasLetGo) return;
    this.#hasLetGo = true;
    this.#questions.close();
    // The answer may have come beside a reply that has not begun: that has nothing more to bring.
    if (!this.#isAnswered || this.#reply === null) this.#cancellation.abort();
    this.#reply?.discard();
    if (this.lease === null) return;
    this.lease.onMessage = null;
    this.lease.release({ broken: !this.#isAnswered });
  }

  async #send(inputResponses: string | null, requestState: string | null): Promise<void> {
    this.#isAnswered = false;
    try {
      const sent = await postRequest(this.call, this.connection, {
        inputResponses,
        requestState,
        signal: this.#cancellation,
        onSent: (id) => {
          this.#messageId = id;
        },
        onStarted: (request) => this.#isUnderWay(request),
        onPause: (retryMs) => this.pause(retryMs),
      });
      if ('failure' in sent) return await this.#push({ kind: 'failure', failure: sent.failure });
      if (sent.kind === 'events') return await this.#read(sent.reply);
      await this.#takeAnswer(sent.text);
    } catch (error) {
      await this.#breakOff(error);
    }
  }

  /** Reads a stream until the answer, or until a question that ends it. */
  async #read(reply: ServerReply): Promise<void> {
    if (this.#hasLetGo) return reply.discard();
    this.#reply = reply;
    this.#isUnderWay(reply);
    try {
      for await (const { data } of parseSse(reply.body, answerBytesMax)) {
        if (this.#hasLetGo) return;
        const message = parseMessage(data);
        if (message !== null && (await this.#take(message, data))) return;
      }
      await this.#push({ kind: 'failure', failure: brokenOff });
    } catch (error) {
      await this.#breakOff(error);
    }
  }

  /** What comes beside the reply. Nothing holds that stream back, so a client that reads slower than it loses what is only told. */
  async #takeAside(message: JsonObject, text: string): Promise<void> {
    if (message.id === undefined && this.#steps.isFull) return;
    try {
      await this.#take(message, text);
    } catch (error) {
      await this.#breakOff(error);
    }
  }

  /** True when this message is the last of its stream. */
  async #take(message: JsonObject, text: string): Promise<boolean> {
    if (typeof message.method !== 'string') return message.id === this.#messageId && (await this.#takeAnswer(text));
    if (message.id !== undefined) await this.#takeQuestion(message, text);
    else {
      const { connection, call } = this;
      const from = connection.era ?? 'legacy';
      // Servers without a stream of their own for it say here that their lists have changed.
      const { method, params } = message;
      if (isOfServer(method)) connection.tell({ method, params: isJsonObject(params) ? params : {} });
      const note = translateNote(message, text, { exchange: call.exchange, from, messageId: this.#messageId });
      if (note !== null) await this.#push({ kind: 'note', text: note });
    }
    return false;
  }

  async #takeAnswer(text: string): Promise<true> {
    const { call, connection } = this;
    const { route, exchange } = call;
    const context = {
      id: this.#messageId,
      method: route.method,
      from: connection.era ?? 'legacy',
      to: exchange.era,
      wrapsOutput: route.wrapsOutput,
    } as const;
    const converted = convertAnswer(text, context);
    call.answeredMs = call.river.deps.monotonicMs();
    this.#isAnswered = converted !== null;
    await this.#push(converted === null ? { kind: 'failure', failure: notAnAnswer } : this.#stepOf(converted));
    return true;
  }

  #stepOf(converted: ConvertedAnswer): Step {
    if (converted.kind === 'answer') return { kind: 'answer', answer: converted };
    if (converted.kind === 'url_required') return { kind: 'url_required', elicitations: converted.elicitations };
    const { text, at, result } = converted;
    const entries = readInputRequests(text, at, result, this.call.route.server.name);
    this.#rounds += 1;
    if (entries === null || this.#rounds > roundsMax) return { kind: 'failure', failure: asksForEver };
    const rest = members(text, at)
      .filter(({ key }) => key !== 'inputRequests' && key !== 'requestState')
      .map(({ keyStart, end }) => text.slice(keyStart, end));
    const state = typeof result.requestState === 'string' ? result.requestState : null;
    const answer = (answers: ReadonlyMap<string, AskAnswer>) => {
      this.#release();
      if (!this.#hasLetGo) void this.#send(inputResponses(answers), state);
    };
    this.#hold();
    return { kind: 'ask', ask: { entries, kind: 'returned', state, rest, answer } };
  }

  /** A request of a server of before 2026-07-28, in the middle of ours. */
  async #takeQuestion(message: JsonObject, text: string): Promise<void> {
    const method = String(message.method);
    if (method === 'ping') return this.#answerPing(message);
    const span = member(members(text), 'params');
    const id = member(members(text), 'id');
    if (id === undefined) return;
    const reply = (outcome: string) => this.#post(`{"jsonrpc":"2.0","id":${slice(text, id)},${outcome}}`, method);
    const refusal = this.#refusalOf(method, message.params);
    if (refusal !== null) return reply(`"error":${JSON.stringify(refusal)}`);
    this.#asked += 1;
    const params = span === undefined ? '{}' : slice(text, span);
    this.#hold();
    this.#questions.add({
      entry: askEntry(`q${this.#asked}`, method, params, this.call.route.server.name),
      reply: (answer) => {
        this.#release();
        if (this.#hasLetGo) return;
        void reply(
          answer === undefined
            ? noAnswer
            : 'result' in answer
              ? `"result":${answer.result}`
              : `"error":${answer.error}`,
        );
      },
    });
  }

  /** A server whose ping finds no way back asks again; its answer is not lost for that. */
  async #answerPing(message: JsonObject): Promise<void> {
    try {
      await answerServerRequest(this.connection, message);
    } catch (error) {
      if (!isConnectFailure(error)) throw error;
    }
  }

  /** Why the client is not asked this; null when it is. A mode that was not declared has a code of its own (2025-11-25, Elicitation). */
  #refusalOf(method: string, params: unknown): { code: number; message: string } | null {
    const { capabilities, era, acceptsStream } = this.call.exchange;
    const missing = missingCapability(capabilities, method, params);
    if (missing !== null || (era === 'legacy' && !acceptsStream)) {
      const lacksMode = method === 'elicitation/create' && capabilities.elicitation !== undefined;
      const words = `The client behind this gateway did not declare what ${method.slice(0, 60)} needs.`;
      return { code: lacksMode ? rpcCodes.invalidParams : rpcCodes.methodNotFound, message: words };
    }
    if (this.#asked < questionsMax) return null;
    return { code: rpcCodes.internalError, message: 'One request may ask the client only so often.' };
  }

  #isUnderWay(request: RequestHold): void {
    this.#request = request;
    if (this.#waitedFor > 0) request.hold();
  }

  /** The clocks of a request stand still while a person is asked: until the last of several has answered. */
  #hold(): void {
    this.#waitedFor += 1;
    if (this.#waitedFor > 1) return;
    this.#request?.hold();
    this.#heldSinceMs = this.call.river.deps.monotonicMs();
  }

  #release(): void {
    this.#waitedFor -= 1;
    if (this.#waitedFor > 0) return;
    this.#request?.resume();
    this.call.heldMs += this.call.river.deps.monotonicMs() - this.#heldSinceMs;
  }

  /** What broke because the server was let go is nobody's failure. A server that took too long works on unless it is told (2025-11-25, Timeouts). */
  async #breakOff(error: unknown): Promise<void> {
    if (this.#hasLetGo) return;
    const failure = connectFailure(this.call, error);
    if (failure.outcome === 'timeout' && this.connection.era === 'legacy' && this.#messageId !== 0)
      tellCancelled(this.connection, this.#messageId);
    await this.#push({ kind: 'failure', failure });
  }

  async #push(step: Step): Promise<void> {
    if (this.#hasLetGo) return;
    const pushed = this.#steps.push(step);
    if (isLast(step)) this.#letGo();
    await pushed;
  }

  async #post(message: string, method: string): Promise<void> {
    try {
      (await this.connection.post(message, { method })).discard();
    } catch (error) {
      await this.#breakOff(error);
    }
  }
}

/** Whether a notification is about the server and not about the request. */
const isOfServer = (method: string): boolean =>
  method.endsWith('/list_changed') || method === 'notifications/resources/updated';

/** A form that was not answered is a form that was cancelled; for the rest 2026-07-28 has no word. */
function inputResponses(answers: ReadonlyMap<string, AskAnswer>): string {
  const parts = [...answers].map(([key, answer]) => {
    const value = 'result' in answer ? answer.result : '{"action":"cancel"}';
    return `${JSON.stringify(key)}:${value}`;
  });
  return `{${parts.join(',')}}`;
}

const noAnswer = '"error":{"code":-1,"message":"The client gave no answer."}';

const asksForEver: ReplyFailure = {
  ...notAnAnswer,
  cause: `it asks the client in a way that leads nowhere, or more than ${roundsMax} times`,
};
