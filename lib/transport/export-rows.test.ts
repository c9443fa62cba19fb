import { expect, it } from 'vitest';
import { toDownload } from './export-rows';

const filename = 'calls-acme';
const columns = ['id', 'tool'] as const;

/** Rows that are made when they are asked for; says how many were, and whether the reading was ended. */
function source(count: number, failAt = Number.POSITIVE_INFINITY) {
  const seen = { read: 0, isEnded: false };
  async function* rows() {
    try {
      for (let id = 0; id < count; id += 1) {
        if (id === failAt) throw new Error('the database is away');
        seen.read += 1;
        yield { id, tool: `=tool ${id} ${'x'.repeat(200)}`, secret: 'not a column' };
      }
    } finally {
      seen.isEnded = true;
    }
  }
  return { seen, rows: rows() };
}

it.each(['csv', 'json'] as const)('as %s, all rows arrive and only the columns that were named', async (format) => {
  const { rows } = source(1000);
  const { body, headers } = await toDownload({ filename, columns, rows }, format, false);
  const text = await new Response(body).text();
  expect(headers['Content-Disposition']).toBe(`attachment; filename="calls-acme.${format}"`);
  if (format === 'json') {
    const read = JSON.parse(text) as { id: number; tool: string }[];
    expect(read).toHaveLength(1000);
    expect(read[999]).toEqual({ id: 999, tool: expect.stringMatching(/^=tool 999 /) });
  } else {
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('"id","tool"');
    expect(lines).toHaveLength(1002);
    expect(lines[1000]).toMatch(/^999,"'=tool 999 x+"$/);
  }
});

it.each(['csv', 'json'] as const)('as %s, no rows at all are a whole file', async (format) => {
  const { body } = await toDownload({ filename, columns, rows: source(0).rows }, format, false);
  const text = await new Response(body).text();
  expect(text).toBe(format === 'json' ? '[]\n' : '"id","tool"\r\n');
});

it('no further rows are read than the client takes, and none once it is gone', async () => {
  const { seen, rows } = source(100_000);
  const { body } = await toDownload({ filename, columns, rows }, 'json', false);
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await reader.read();
  expect(seen.read).toBeLessThan(500);
  await reader.cancel();
  expect(seen).toEqual({ read: expect.any(Number), isEnded: true });
  expect(seen.read).toBeLessThan(500);
});

it('a failure before the first byte is a refusal, a later one breaks the file off', async () => {
  const early = toDownload({ filename, columns, rows: source(5, 2).rows }, 'csv', false);
  await expect(early).rejects.toThrow('the database is away');
  const { body } = await toDownload({ filename, columns, rows: source(5000, 4000).rows }, 'csv', false);
  await expect(new Response(body).text()).rejects.toThrow('the database is away');
});

it('a file name cannot leave its header', async () => {
  const { headers } = await toDownload(
    { filename: 'a"\r\nSet-Cookie: b; ../c', columns, rows: source(0).rows },
    'csv',
    true,
  );
  expect(headers['Content-Disposition']).toBe('attachment; filename="a-Set-Cookie-b-..-c.csv"');
});
