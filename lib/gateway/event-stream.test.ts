import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream';

const data = (frame: string | undefined) => /data: (.*)\n\n$/.exec(frame ?? '')?.[1];
const take = async (reader: AsyncGenerator<string>) => (await reader.next()).value as string | undefined;

describe('a stream that outlives its connections', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives whoever comes back exactly what came after the last event that it had', async () => {
    const stream = new EventStream('s1', false);
    for (const text of ['a', 'b', 'c']) stream.push(text);
    stream.end();
    const frames: string[] = [];
    for await (const frame of stream.read(1)) frames.push(frame);
    expect(frames).toEqual(['id: s1.2\nevent: message\ndata: b\n\n', 'id: s1.3\nevent: message\ndata: c\n\n']);
  });

  it('keeps 1000 for a reader that fell behind: notes beyond that are lost, questions and answers never', async () => {
    const stream = new EventStream('s1', false);
    for (let i = 1; i <= 1_500; i += 1) stream.push(`${i}`, true);
    stream.push('question');
    stream.end();
    const frames: string[] = [];
    for await (const frame of stream.read(null)) frames.push(frame);
    expect(frames).toHaveLength(1_001);
    expect([data(frames[0]), data(frames[999]), data(frames[1_000])]).toEqual(['1', '1000', 'question']);
  });

  it('forgets what was read before it loses anything', async () => {
    const stream = new EventStream('s1', false);
    const reader = stream.read(null);
    for (let i = 1; i <= 3_000; i += 1) {
      stream.push(`${i}`, true);
      expect(data(await take(reader))).toBe(`${i}`);
    }
    expect(stream.keptChars).toBeLessThan(100_000);
  });

  it('keeps no more than 4 MiB of notes, but an answer beyond that as a whole', () => {
    const stream = new EventStream('s1', false);
    for (let i = 0; i < 10; i += 1) stream.push('x'.repeat(1024 * 1024), true);
    expect(stream.keptChars).toBeLessThanOrEqual(5 * 1024 * 1024);
    stream.push('y'.repeat(8 * 1024 * 1024));
    expect(stream.keptChars).toBeGreaterThan(8 * 1024 * 1024);
  });

  it('says nothing twice: whoever has read nothing gets what nobody else got', async () => {
    const stream = new EventStream('s1', true);
    stream.push('a');
    const first = stream.read(null);
    expect(await take(first)).toContain('id: s1.0\n');
    expect(data(await take(first))).toBe('a');
    await first.return(undefined);
    stream.push('b');
    const second = stream.read(null);
    expect(await take(second)).toContain('id: s1.1\n');
    expect(data(await take(second))).toBe('b');
  });

  it('brings what comes to somebody who claims to have read what does not exist yet', async () => {
    const stream = new EventStream('s1', false);
    stream.push('a');
    const reader = stream.read(999_999);
    const next = take(reader);
    stream.push('b');
    expect(data(await next)).toBe('b');
  });

  it('belongs to its latest reader: the one before ends', async () => {
    const stream = new EventStream('s1', false);
    const first = stream.read(0);
    const waiting = first.next();
    const second = stream.read(0);
    const next = take(second);
    stream.push('a');
    expect((await waiting).done).toBe(true);
    expect(data(await next)).toBe('a');
  });

  it('knows whether it is read, so that nobody takes a listener for one who left', async () => {
    const stream = new EventStream('s1', false);
    expect(stream.isRead).toBe(false);
    const reader = stream.read(0);
    stream.push('a');
    await reader.next();
    expect(stream.isRead).toBe(true);
    await reader.return(undefined);
    expect(stream.isRead).toBe(false);
  });

  it('says every 15 s that it is alive, and leaves no timer behind', async () => {
    const stream = new EventStream('s1', false);
    const reader = stream.read(0);
    const next = take(reader);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await next).toBe(': keep-alive\n\n');
    const last = reader.next();
    stream.end();
    expect((await last).done).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins with an event that only carries an id for clients of 2025-11-25, and sends them away for a while when told to', async () => {
    const stream = new EventStream('s1', true);
    stream.pause(500);
    const reader = stream.read(null);
    expect(await take(reader)).toBe('retry: 1000\nid: s1.0\ndata: \n\n');
    expect(await take(reader)).toBe('retry: 500\n\n');
    expect((await reader.next()).done).toBe(true);
  });

  it('keeps older clients, who would not come back, through a pause', async () => {
    const stream = new EventStream('s1', false);
    stream.pause(500);
    const reader = stream.read(0);
    const next = take(reader);
    stream.push('a');
    expect(data(await next)).toBe('a');
  });
});
