import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSse, type SseEvent } from './sse-events';

async function* pieces(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

async function eventsOf(text: string | Buffer, sizes: number[] = [], max = 10_000): Promise<SseEvent[]> {
  const found: SseEvent[] = [];
  for await (const event of parseSse(pieces(Buffer.from(text), sizes), max)) found.push(event);
  return found;
}

const message = (data: string, event = 'message') => expect.objectContaining({ data, event });

describe('an event stream', () => {
  test.each([
    ['LF', 'data: a\n\ndata: b\n\n'],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n'],
    ['CR', 'data: a\r\rdata: b\r\r'],
    ['mixed line ends', 'data: a\r\n\ndata: b\n\r'],
    ['a BOM', '\ufeffdata: a\n\ndata: b\n\n'],
    ['no space behind the colon', 'data:a\n\ndata:b\n\n'],
    ['comments, ids and retry', ': hi\nid: 1\nretry: 5\ndata: a\n\n:\n\nid: 2\ndata: b\n\n'],
    ['empty events and unknown fields', '\n\nevent: x\n\nfoo: bar\ndata: a\n\ndata: b\n\n'],
  ])('with %s is read', async (_what, text) => {
    expect(await eventsOf(text)).toEqual([message('a'), message('b')]);
  });

  test('joins data lines, keeps further spaces and names of events', async () => {
    expect(await eventsOf('event: endpoint\ndata:  x \ndata\ndata: y\n\n')).toEqual([message(' x \n\ny', 'endpoint')]);
  });

  test('drops what it ends in the middle of', async () => {
    expect(await eventsOf('data: a\n\ndata: b\n')).toEqual([message('a')]);
  });

  test('reads the same however the bytes are cut, characters of several bytes included', async () => {
    const text = '\ufeffevent: é\r\ndata: {"x":"日本語"}\r\n\r\n: c\r\rdata: 1\ndata: 2\n\n';
    const whole = await eventsOf(text);
    expect(whole).toEqual([message('{"x":"日本語"}', 'é'), message('1\n2')]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 6 }), { maxLength: 40 }), async (sizes) => {
        expect(await eventsOf(text, sizes)).toEqual(whole);
      }),
    );
  });

  test.each([
    ['one endless line', `data: ${'x'.repeat(2_000)}`],
    ['one endless event', 'data: xxxxxxxxxx\n'.repeat(200)],
    ['an event that ends at last', `data: ${'x'.repeat(2_000)}\n\n`],
  ])('that holds %s is cut off', async (_what, text) => {
    await expect(eventsOf(text, Array(400).fill(10), 1_000)).rejects.toMatchObject({ stage: 'too_large' });
  });

  test('of many small events is never too large', async () => {
    expect(await eventsOf('data: xxxxxxxxxx\n\n'.repeat(500), Array(50).fill(100), 1_000)).toHaveLength(500);
  });

  test('in drops costs no more than it is long: one long line, and empty lines by the million', async () => {
    const line = `data: ${'x'.repeat(4_000_000)}`;
    const startedMs = performance.now();
    const found = await eventsOf(`${line}\n\n`, [line.length - 4_000, ...Array(4_000).fill(1)], 5_000_000);
    await eventsOf('\r'.repeat(1_000_000));
    expect(found).toHaveLength(1);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
