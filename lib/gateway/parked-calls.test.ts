import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ask } from './ask';
import type { Conversation } from './conversation';
import { ParkedCalls } from './parked-calls';

const ask: Ask = { entries: [], kind: 'waiting', state: null, rest: [], answer: () => undefined };

/** As much of a conversation as waits: it ends by `cancel`, and says so. */
function makeConversation(tokenId: string) {
  const log: string[] = [];
  const conversation = {
    call: {
      exchange: { token: { id: tokenId }, message: { id: '1' } },
      river: { recordCall: (_: unknown, outcome: string) => log.push(outcome) },
    },
    onOver: null as (() => void) | null,
    cancel: () => conversation.onOver?.(),
    close: () => log.push('closed'),
  };
  return { conversation: conversation as unknown as Conversation, log };
}

describe('a call that waits for its client', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on once, for the handle that was given for it', () => {
    const parked = new ParkedCalls();
    const { conversation } = makeConversation('t1');
    const handle = parked.park(conversation, ask) ?? '';
    expect(parked.take('guess')).toBeNull();
    expect(parked.take(handle)?.conversation).toBe(conversation);
    expect(parked.take(handle)).toBeNull();
    expect([parked.size, vi.getTimerCount(), conversation.onOver]).toEqual([0, 0, null]);
  });

  it('ends after ten minutes, on record', () => {
    const parked = new ParkedCalls();
    const { conversation, log } = makeConversation('t1');
    parked.park(conversation, ask);
    vi.advanceTimersByTime(10 * 60_000);
    expect([parked.size, log]).toEqual([0, ['cancelled', 'closed']]);
  });

  it('is one of 16 of its token: what the client has forgotten makes room for what it asks now', () => {
    const parked = new ParkedCalls();
    const own = Array.from({ length: 17 }, () => makeConversation('t1'));
    const other = makeConversation('t2');
    parked.park(other.conversation, ask);
    const handles = own.map(({ conversation }) => parked.park(conversation, ask) ?? '');
    expect(own.map(({ log }) => log.length > 0)).toEqual([true, ...Array(16).fill(false)]);
    expect([own[0]?.log, other.log, parked.size]).toEqual([['cancelled', 'closed'], [], 17]);
    expect(parked.take(handles[0] ?? '')).toBeNull();
    expect(parked.take(handles[16] ?? '')?.conversation).toBe(own[16]?.conversation);
  });

  it('is one of 1000 in all, and gives its place back however it ends', () => {
    const parked = new ParkedCalls();
    for (let i = 0; parked.size < 1_000; i += 1) parked.park(makeConversation(`other-${i}`).conversation, ask);
    expect(parked.park(makeConversation('late').conversation, ask)).toBeNull();
    vi.advanceTimersByTime(10 * 60_000);
    expect([parked.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
