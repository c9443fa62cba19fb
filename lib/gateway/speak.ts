import { rpcCodes } from '../mcp-protocol';
import type { JsonObject } from '../servers/json-object';
import {
  answered,
  type Call,
  cancelled,
  cannotAsk,
  connectFailure,
  failed,
  notAnAnswer,
  revokedMeanwhile,
} from './answer-call';
import type { Ask, AskAnswer, AskEntry } from './ask';
import { missingCapability } from './client-capabilities';
import { isCarriable, sealState } from './client-state';
import type { Conversation } from './conversation';
import type { Answer } from './exchange';
import type { ReplyFailure } from './read-reply';
import type { Step } from './step';

/** What the client gets to hear next; with `answer` it is the last. */
export interface Spoken {
  texts: string[];
  answer: Answer | null;
}

/**
 * Turns a step of a conversation into what the client hears. After `answer` the conversation is over, or waits in `parked`. Never throws:
 * whatever a server may say, its call ends, and holds nothing any more.
 */
export function speak(conversation: Conversation, step: Step): Spoken {
  try {
    return say(conversation, step);
  } catch (error) {
    // Nobody else would end the conversation, and what it holds at the server.
    return last(conversation, failed(conversation.call, connectFailure(conversation.call, error)));
  }
}

function say(conversation: Conversation, step: Step): Spoken {
  const { call } = conversation;
  switch (step.kind) {
    case 'note':
      return { texts: [step.text], answer: null };
    case 'pause':
      return { texts: [], answer: null };
    case 'ask':
      return askClient(conversation, step.ask);
    case 'url_required':
      return askForAddresses(conversation, step.elicitations);
    case 'answer':
      return last(conversation, answered(call, step.answer));
    case 'failure':
      return last(conversation, failed(call, step.failure));
    case 'ended':
      return last(conversation, step.why === 'revoked' ? revokedMeanwhile(call) : cancelled(call));
  }
}

/** Takes a server's question to the client, in the way of the client's era. */
function askClient(conversation: Conversation, ask: Ask): Spoken {
  const { call } = conversation;
  const { capabilities, era, session, acceptsStream } = call.exchange;
  for (const { method, parsed } of ask.entries) {
    const missing = missingCapability(capabilities, method, parsed);
    if (missing !== null) return last(conversation, cannotAsk(call, missing, false));
  }
  if (era === 'modern') return askModern(conversation, ask);
  if (ask.entries.length === 0) {
    ask.answer(new Map());
    return { texts: [], answer: null };
  }
  if (session === null || !acceptsStream) return last(conversation, cannotAsk(call, {}, false));
  const questions = ask.entries.map((entry) => ({ entry, ...session.ask(entry.method, entry.params) }));
  const withdrawAll = () => {
    for (const { withdraw } of questions) withdraw();
  };
  conversation.withdrawals.add(withdrawAll);
  void Promise.all(questions.map(async ({ entry, answer }) => [entry, await answer] as const)).then((answers) => {
    conversation.withdrawals.delete(withdrawAll);
    giveAnswers(conversation, ask, answers);
  });
  return { texts: questions.flatMap(({ text }) => (text === null ? [] : [text])), answer: null };
}

function giveAnswers(conversation: Conversation, ask: Ask, answers: (readonly [AskEntry, AskAnswer])[]): void {
  const refused = answers.find(([{ method }, answer]) => 'error' in answer && method !== 'elicitation/create');
  if (refused !== undefined && ask.kind === 'returned') conversation.fail(refusedByClient);
  else ask.answer(new Map(answers.map(([{ key }, answer]) => [key, answer])));
}

/** The result that asks: the client repeats its request with the answers. What waits at the server waits here, under a sealed handle. */
function askModern(conversation: Conversation, ask: Ask): Spoken {
  const { call } = conversation;
  if (!isCarriable(ask.state)) return last(conversation, failed(call, stateTooLarge));
  if (ask.kind === 'returned') {
    const state = ask.state === null ? null : sealed(call, { inner: ask.state, parked: null });
    return last(conversation, inputRequired(call, ask.entries, state, ask.rest));
  }
  const handle = call.river.parked.park(conversation, ask);
  if (handle === null) return last(conversation, failed(call, tooManyParked));
  const state = sealed(call, { inner: null, parked: handle });
  return { texts: [], answer: inputRequired(call, ask.entries, state, ['"resultType":"input_required"']) };
}

/** 2025-11-25 refuses until a person has been to an address; 2026-07-28 asks for it and is asked again. */
function askForAddresses(conversation: Conversation, elicitations: readonly JsonObject[]): Spoken {
  const { call } = conversation;
  const missing = missingCapability(call.exchange.capabilities, 'elicitation/create', { mode: 'url' });
  if (missing !== null) return last(conversation, cannotAsk(call, missing, true));
  if (elicitations.length === 0) return last(conversation, failed(call, notAnAnswer));
  const named = elicitations.map((elicitation): JsonObject => {
    const said = typeof elicitation.message === 'string' ? elicitation.message : '';
    return { ...elicitation, mode: 'url', message: `[${call.route.server.name}] ${said}` };
  });
  if (call.exchange.era === 'legacy') return last(conversation, answered(call, urlRequired(named)));
  const entries = named.map((parsed, index): AskEntry => {
    return { key: `url${index + 1}`, method: 'elicitation/create', params: JSON.stringify(parsed), parsed };
  });
  const state = sealed(call, { inner: null, parked: null });
  return last(conversation, inputRequired(call, entries, state, ['"resultType":"input_required"']));
}

function urlRequired(elicitations: JsonObject[]): Parameters<typeof answered>[1] {
  const code = rpcCodes.urlElicitationRequired;
  const error = { code, message: 'An address has to be opened first.', data: { elicitations } };
  return { kind: 'answer', body: `"error":${JSON.stringify(error)}`, outcome: 'protocol_error', code };
}

const sealed = (call: Call, state: { inner: string | null; parked: string | null }) =>
  sealState(call.river, call.exchange, call.route, state);

function inputRequired({ exchange }: Call, entries: readonly AskEntry[], state: string | null, rest: string[]): Answer {
  const requests = entries.map(
    ({ key, method, params }) => `${JSON.stringify(key)}:{"method":${JSON.stringify(method)},"params":${params}}`,
  );
  const parts = [...rest];
  if (entries.length > 0) parts.push(`"inputRequests":{${requests.join(',')}}`);
  if (state !== null) parts.push(`"requestState":${JSON.stringify(state)}`);
  return { status: 200, text: `{"jsonrpc":"2.0","id":${exchange.message.id},"result":{${parts.join(',')}}}` };
}

/** The conversation ends with these words. A question that goes back to the client is no outcome yet: its repetition records one. */
function last(conversation: Conversation, answer: Answer): Spoken {
  conversation.close();
  return { texts: [], answer };
}

const refusedByClient: ReplyFailure = {
  stage: 'client',
  cause: 'the client answered what the server asked of it with an error',
  nextStep: 'Look at what the client was asked.',
  didNotRun: false,
  outcome: 'protocol_error',
};

const stateTooLarge: ReplyFailure = {
  ...notAnAnswer,
  cause: 'the state that it wants the client to keep is over 64 KiB',
};

const tooManyParked: ReplyFailure = {
  stage: 'gateway',
  cause: 'too many calls wait for an answer of their client already',
  nextStep: 'Answer or abandon those first.',
  didNotRun: false,
  outcome: 'server_error',
};
