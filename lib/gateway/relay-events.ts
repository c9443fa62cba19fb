import { metaKeys, rpcCodes } from '../mcp-protocol';
import { answerServerRequest } from '../servers/answer-server-request';
import type { ServerConnection, ServerReply } from '../servers/connections';
import { parseSse } from '../servers/sse-events';
import { answered, type Call, connectFailure, failed, notAnAnswer } from './answer-call';
import { type AnswerContext, type ConvertedAnswer, convertAnswer } from './convert-answer';
import type { Answer } from './exchange';
import { answerBytesMax, type ReplyFailure } from './read-reply';
import { errorText } from './respond';

/** How long the first event may take before the client's stream is opened without it. */
const firstEventMs = 5_000;
const keepAliveMs = 15_000;

type Step =
  | { kind: 'note'; text: string }
  | { kind: 'answer'; answer: ConvertedAnswer }
  | { kind: 'failure'; failure: ReplyFailure };

/**
 * A server that answers by events. An answer that comes first is passed on as plain JSON; whatever comes before it
 * (progress, logs) opens a stream to the client and passes as it comes.
 */
export async function relayEvents(
  call: Call,
  connection: ServerConnection,
  reply: ServerReply,
  context: AnswerContext,
): Promise<Answer> {
  const steps = readSteps(call, connection, reply, context);
  const finish = (step: Exclude<Step, { kind: 'note' }>): Answer => {
    call.answeredMs = call.river.deps.monotonicMs();
    return step.kind === 'answer' ? answered(call, step.answer) : failed(call, step.failure);
  };
  const next = () => steps.next().then(({ value }) => value);
  if (!call.exchange.acceptsStream) {
    for (;;) {
      const step = await next();
      if (step === undefined || step.kind !== 'note') return finish(step ?? brokenOff);
    }
  }
  const pending = next();
  const first = await within(pending, firstEventMs);
  if (first !== late && first?.kind !== 'note') return finish(first ?? brokenOff);
  return { status: 200, events: stream(call, reply, pending, next, finish) };
}

const brokenOff: Exclude<Step, { kind: 'note' }> = {
  kind: 'failure',
  failure: {
    ...notAnAnswer,
    stage: 'closed',
    cause: 'it ended the stream before the answer',
    nextStep: 'Check whether the tool took effect before you call it again.',
  },
};

/** The client's stream: notes as they come, comments while nothing comes, then the one answer. */
async function* stream(
  call: Call,
  reply: ServerReply,
  first: Promise<Step | undefined>,
  next: () => Promise<Step | undefined>,
  finish: (step: Exclude<Step, { kind: 'note' }>) => Answer,
): AsyncGenerator<string> {
  const { river, exchange, flight } = call;
  const ended = new Promise<typeof revoked>((resolve) => {
    flight.onEnd = () => resolve(revoked);
    if (flight.ended) resolve(revoked);
  });
  let pending = first;
  let isDone = false;
  try {
    for (;;) {
      // In this order: a flood of notes is always ready, and must not outrun a revocation.
      const step = await within(Promise.race([ended, pending]), keepAliveMs);
      if (step === late) {
        yield ': keep-alive\n\n';
        continue;
      }
      if (step === revoked) {
        isDone = true;
        reply.discard();
        yield event(
          errorText(exchange.message.id, rpcCodes.unauthorized, 'The token was revoked while the call was under way.'),
        );
        river.recordCall(call, 'cancelled');
        return;
      }
      if (step?.kind === 'note') {
        pending = next();
        yield event(step.text);
        continue;
      }
      isDone = true;
      const answer = finish(step ?? brokenOff);
      if ('text' in answer && answer.text !== null) yield event(answer.text);
      return;
    }
  } finally {
    river.inFlight.finish(exchange.token.id, flight);
    if (!isDone) await leave(call, reply, pending, next, finish);
  }
}

const late = Symbol('late');
const revoked = Symbol('revoked');

/** The client is gone. In 2026-07-28 that cancels; before, the call goes on and its outcome is still recorded. */
async function leave(
  call: Call,
  reply: ServerReply,
  first: Promise<Step | undefined>,
  next: () => Promise<Step | undefined>,
  finish: (step: Exclude<Step, { kind: 'note' }>) => Answer,
): Promise<void> {
  if (call.exchange.era === 'modern') {
    reply.discard();
    call.river.recordCall(call, 'cancelled');
    return;
  }
  // Nobody reads any more, so the server gets as long as for an answer, however much it has to say meanwhile.
  const timer = setTimeout(() => reply.discard(), call.route.server.timeoutMs);
  let step = await first;
  while (step?.kind === 'note') step = await next();
  clearTimeout(timer);
  finish(step ?? brokenOff);
}

/** The server's events, sorted into what passes, what answers, and what is answered here. Never throws. */
async function* readSteps(
  call: Call,
  connection: ServerConnection,
  reply: ServerReply,
  context: AnswerContext,
): AsyncGenerator<Step, undefined> {
  try {
    for await (const { data } of parseSse(reply.body, answerBytesMax)) {
      const message = parseMessage(data);
      if (message === null) continue;
      if (typeof message.method !== 'string') {
        if (message.id !== context.id) continue;
        const answer = convertAnswer(data, context);
        yield answer === null ? { kind: 'failure', failure: notAnAnswer } : { kind: 'answer', answer };
        return undefined;
      }
      if (message.id !== undefined) await answerServerRequest(connection, message);
      else if (passes(call, message.method)) yield { kind: 'note', text: data };
    }
  } catch (error) {
    yield { kind: 'failure', failure: connectFailure(call, error) };
  }
  return undefined;
}

/** Progress always; logs to a 2026-07-28 client only when this request asked for them. */
function passes({ exchange }: Call, method: string): boolean {
  if (method === 'notifications/progress') return true;
  if (method !== 'notifications/message') return false;
  if (exchange.era === 'legacy') return true;
  const meta = exchange.message.params._meta as Record<string, unknown> | undefined;
  return typeof meta?.[metaKeys.logLevel] === 'string';
}

function parseMessage(data: string): { id?: unknown; method?: unknown } | null {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null ? parsed : null;
  } catch {
    return null;
  }
}

/** White space between the parts of a JSON text may hold line ends; inside an event they would start a new field. */
const event = (text: string) => `event: message\ndata: ${text.replace(/[\r\n]+/g, ' ')}\n\n`;

async function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, ms, late);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
