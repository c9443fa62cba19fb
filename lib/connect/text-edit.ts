/** A piece of text put in the place of another: offsets into the text before any edit. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

export function applySplices(text: string, splices: readonly Splice[]): string {
  // From the end, so that offsets stay true; what begins at the same place stays in its order.
  const fromTheEnd = splices.toReversed().sort((a, b) => b.start - a.start);
  return fromTheEnd.reduce((done, { start, end, text: piece }) => done.slice(0, start) + piece + done.slice(end), text);
}

/** The line break that the text uses. */
export const lineBreakOf = (text: string): string => (/\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n');

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line's break begins, or the text ends. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next === -1) return text.length;
  return next > offset && text[next - 1] === '\r' ? next - 1 : next;
}

/** Where the next line begins, or the text ends. */
export function nextLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  return next === -1 ? text.length : next + 1;
}

/** Where the line break begins that ends the line before the one of `offset`. */
export function lineBreakBefore(text: string, offset: number): number {
  const at = text.lastIndexOf('\n', offset - 1);
  if (at === -1) return 0;
  return text[at - 1] === '\r' ? at - 1 : at;
}

/** The white space at the start of the line. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';

/** Whether nothing but white space stands before the offset on its line. */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));

export const indentLines = (lines: string, indent: string, lineBreak: string): string =>
  lines
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join(lineBreak);
