import type { Row } from './column-kinds';
import { type Content, openRowHash } from './row-hash';

/** Reads a table from its first row to its last. */
export async function readContent(rows: Iterable<Row> | AsyncIterable<Row>): Promise<Content> {
  const hash = openRowHash();
  for await (const row of rows) hash.add(row);
  return hash.content();
}
