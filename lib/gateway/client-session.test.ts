import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClientSession } from './client-session';
import type { Message } from './read-envelope';

const make = () => new ClientSession('s', 't1', 'w1', 1, '2025-06-18', { elicitation: {} }, 'client/1', 0);
const answer = (id: string, outcome: string): Message => {
  const text = `{"jsonrpc":"2.0","id":${id},${outcome}}`;
  return { id, method: null, params: {}, paramSpans: [], text } as unknown as Message;
};
const idOf = (text: string | null) => JSON.stringify(JSON.parse(text ?? '').id);

describe('a session asks its client', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('and hands on the answer byte for byte, to the one question that it belongs to', async () => {
    const session = make();
    const one = session.ask('elicitation/create', '{"message":"a"}');
    const other = session.ask('elicitation/create', '{"message":"b"}');
    session.settle(answer(idOf(other.text), '"result":{"n":12345678901234567890}'));
    session.settle(answer(idOf(one.text), '"error":{"code":-1,"message":"no"}'));
    expect(await other.answer).toEqual({ result: '{"n":12345678901234567890}' });
    expect(await one.answer).toEqual({ error: '{"code":-1,"message":"no"}' });
  });

  it('and stops waiting after ten minutes', async () => {
    const session = make();
    const { answer: given } = session.ask('roots/list', '{}');
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(await given).toMatchObject({ error: expect.stringContaining('gave no answer') });
    expect([session.openAsks, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('and forgets a question that nobody waits for any more', async () => {
    const session = make();
    const { answer: given, withdraw } = session.ask('roots/list', '{}');
    withdraw();
    expect(await given).toHaveProperty('error');
    expect([session.openAsks, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('never with more than 64 questions at once, and says nothing to the client beyond that', async () => {
    const session = make();
    for (let i = 0; i < 64; i += 1) expect(session.ask('roots/list', '{}').text).not.toBeNull();
    const over = session.ask('roots/list', '{}');
    expect(over.text).toBeNull();
    expect(await over.answer).toHaveProperty('error');
    session.end();
    expect([session.openAsks, vi.getTimerCount()]).toEqual([0, 0]);
    expect(session.ask('roots/list', '{}').text).toBeNull();
  });
});

describe('a session keeps the streams of its answers', () => {
  it('64 of them at most, the newest, and never forgets one that is under way', () => {
    const session = make();
    const open = session.openStream();
    const first = session.openStream();
    first.end();
    for (let i = 0; i < 100; i += 1) session.openStream().end();
    expect(session.streamAfter(`${open.id}.0`).stream).toBe(open);
    expect(session.streamAfter(`${first.id}.0`).stream).toBe(session.general);
    expect(session.openStreams).toBe(1);
  });

  it('but not more than 4 MiB of answers that are over', () => {
    const session = make();
    const kept = Array.from({ length: 4 }, () => {
      const stream = session.openStream();
      stream.push('x'.repeat(2 * 1024 * 1024));
      stream.end();
      return stream;
    });
    session.openStream();
    const found = kept.map((stream) => session.streamAfter(`${stream.id}.0`).stream === stream);
    expect(found).toEqual([false, false, false, true]);
  });

  it('and takes an unknown place in a stream for the general one', () => {
    const session = make();
    for (const id of [undefined, '', 'x', 's9.1', 'g.x', '../g.1'])
      expect(session.streamAfter(id)).toEqual({ stream: session.general, seq: null });
    expect(session.streamAfter('g.7').seq).toBe(7);
  });
});
