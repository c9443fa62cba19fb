import { frameEvent } from '../servers/frame-event';
import type { Conversation } from './conversation';
import type { EventStream } from './event-stream';
import type { Answer } from './exchange';
import { keepAliveFrame, keepAliveMs } from './keep-alive';
import { type Spoken, speak } from './speak';

/** How long the first event may take before the client's stream is opened without it. */
const firstEventMs = 5_000;

/**
 * Takes a conversation to the client. An answer that comes first is passed on as plain JSON; whatever comes before it (progress, logs,
 * questions) opens a stream and passes as it comes.
 */
export async function deliver(conversation: Conversation): Promise<Answer> {
  const { exchange } = conversation.call;
  if (!exchange.acceptsStream) return lastWord(conversation);
  const step = await conversation.next(firstEventMs);
  const first = step === null ? silence : speak(conversation, step);
  if (first.answer !== null && first.texts.length === 0) return first.answer;
  if (exchange.session === null) return { status: 200, events: frames(conversation, first) };
  const stream = exchange.session.openStream();
  if (step?.kind === 'pause') stream.pause(step.retryMs);
  void fill(conversation, stream, first);
  return { status: 200, events: stream.read(null) };
}

const silence: Spoken = { texts: [], answer: null };

async function lastWord(conversation: Conversation): Promise<Answer> {
  for (;;) {
    const step = await conversation.next(keepAliveMs);
    const spoken = step === null ? silence : speak(conversation, step);
    if (spoken.answer !== null) return spoken.answer;
  }
}

/** The stream of a client without a session: it ends with its connection. */
async function* frames(conversation: Conversation, first: Spoken): AsyncGenerator<string> {
  let isDone = false;
  try {
    for (let spoken = first; ; ) {
      for (const text of spoken.texts) yield frameEvent(text);
      if (spoken.answer !== null) {
        isDone = true;
        if ('text' in spoken.answer && spoken.answer.text !== null) yield frameEvent(spoken.answer.text);
        return;
      }
      const step = await conversation.next(keepAliveMs);
      spoken = step === null ? silence : speak(conversation, step);
      if (step === null) yield keepAliveFrame;
    }
  } finally {
    if (!isDone) await leave(conversation);
  }
}

/** The stream of a session goes on without its reader, who may come back for it. */
async function fill(conversation: Conversation, stream: EventStream, first: Spoken): Promise<void> {
  let isNote = false;
  for (let spoken = first; ; ) {
    for (const text of spoken.texts) stream.push(text, isNote);
    if (spoken.answer !== null) {
      if ('text' in spoken.answer && spoken.answer.text !== null) stream.push(spoken.answer.text);
      return stream.end();
    }
    const step = await conversation.next(keepAliveMs);
    if (step?.kind === 'pause') stream.pause(step.retryMs);
    isNote = step?.kind === 'note';
    spoken = step === null ? silence : speak(conversation, step);
  }
}

/** The client is gone. In 2026-07-28 that cancels; before, the call goes on, and its outcome is still recorded. */
async function leave(conversation: Conversation): Promise<void> {
  const { exchange, route } = conversation.call;
  if (exchange.era === 'modern') conversation.cancel();
  // Nobody reads any more, so the server gets as long as for an answer, however much it has to say or to ask meanwhile.
  const { timeoutMs, totalTimeoutMs } = route.server;
  const timer = setTimeout(() => conversation.cancel(), Math.min(timeoutMs, totalTimeoutMs));
  try {
    await lastWord(conversation);
  } finally {
    clearTimeout(timer);
  }
}
