import type { z } from 'zod';
import type { Ctx } from '../access/ctx';
import { AppError } from '../errors';
import { type Cell, csvLine } from './csv';
import { type Download, type Received, type Served, serveUser } from './define-route';
import { type Endpoint, type ExportFormat, exportFormats } from './endpoint';

/** What a verb gives for a file. It has authorized and audited by then: nothing is sent before. */
export interface ExportTable<Column extends string = string> {
  /** Without the ending. */
  filename: string;
  /** In the order of the file; they name the fields in JSON. */
  columns: readonly Column[];
  /** Read as fast as the client takes them, and no further once it is gone: rows are fetched page by page. */
  rows: AsyncIterable<Readonly<Record<Column, Cell>>>;
}

/** How much is gathered before it is sent: what one export holds in memory, besides the page of rows it reads from. */
const chunkChars = 32 * 1024;

/**
 * Binds an export to its verb: `?format=csv` or `json`, or what `Accept` asks for; JSON otherwise. The verb gets the other
 * parameters and the format, for its audit entry.
 */
export function serveExport<Path extends string, Query extends z.ZodType, Column extends string>(
  endpoint: Endpoint<Path, Query>,
  verb: (
    received: Pick<Received<Path, Query, z.ZodNever>, 'params' | 'query'> & { ctx: Ctx; format: ExportFormat },
  ) => Promise<ExportTable<Column>>,
): Served {
  if (endpoint.isExport !== true) throw new Error(`${endpoint.path} is no export.`);
  return serveUser(endpoint, async ({ ctx, params, query: received }, request) => {
    const { format: asked, ...query } = received as Record<string, string>;
    const format = readFormat(asked, request.headers.get('accept'));
    const table = await verb({ ctx, params, query: query as z.input<Query>, format });
    return { download: await toDownload(table, format, request.method === 'HEAD') };
  });
}

function readFormat(asked: string | undefined, accept: string | null): ExportFormat {
  if (asked === undefined) return accept?.includes('text/csv') ? 'csv' : 'json';
  const format = exportFormats.find((known) => known === asked);
  if (format !== undefined) return format;
  const message = 'Ask for `csv` or `json`.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'format', message }] });
}

const contentTypes = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json' };

/** What the table is sent as. Only its headers, when that is all that is asked for. */
export async function toDownload(table: ExportTable, format: ExportFormat, isHead: boolean): Promise<Download> {
  const pieces = format === 'csv' ? csvPieces(table) : jsonPieces(table);
  // Read before the answer begins: a database that is away is still a refusal then, and no broken file.
  const first = isHead ? undefined : await nextChunk(pieces);
  const name = table.filename.replaceAll(/[^\w.-]+/g, '-');
  return {
    headers: {
      'Content-Type': contentTypes[format],
      'Content-Disposition': `attachment; filename="${name}.${format}"`,
      'X-Content-Type-Options': 'nosniff',
    },
    body: first === undefined ? null : toStream(first, pieces),
  };
}

/** Nothing is read ahead of the client; when it leaves, or the rows fail, the reading ends. */
function toStream(first: string, pieces: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: string | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = next ?? (await nextChunk(pieces));
        next = null;
        if (chunk === '') controller.close();
        else controller.enqueue(encoder.encode(chunk));
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Empty at the end only. */
async function nextChunk(pieces: AsyncGenerator<string, void>): Promise<string> {
  let chunk = '';
  while (chunk.length < chunkChars) {
    const { value, done } = await pieces.next();
    if (done) break;
    chunk += value;
  }
  return chunk;
}

async function* csvPieces({ columns, rows }: ExportTable): AsyncGenerator<string, void> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(columns.map((column) => row[column] ?? null));
}

/** An array with one object a line. */
async function* jsonPieces({ columns, rows }: ExportTable): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
