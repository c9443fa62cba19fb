/** What one field of an export may hold. Objects stay objects in JSON and are JSON text in a spreadsheet. */
export type Cell = string | number | boolean | null | Date | readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * What a spreadsheet may take for a formula (ASVS 1.2.10), also behind white space and in full-width form. A text that begins with an
 * apostrophe gets one as well: whoever reads the file takes one away from every field that has one, and has what was stored.
 */
const dangerous = /^(?:['\0\t\r\n]|[\0\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/**
 * One line of CSV (RFC 4180) with its end. Every text stands in quotes, so that a separator of another country's spreadsheet begins no
 * new field; only numbers, truth values and what is missing stand without. Numbers are ours and stay numbers, also negative ones.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell instanceof Date ? cell.toISOString() : JSON.stringify(cell);
  return `"${dangerous.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
