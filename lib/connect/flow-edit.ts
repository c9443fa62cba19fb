import { indentAt, indentLines, isFirstOnLine, lineBreakBefore, lineBreakOf, type Splice } from './text-edit';

/** A collection within brackets, as JSON, YAML's flow style and TOML's inline tables write them. */
export interface Flow {
  /** Just after the opening bracket. */
  start: number;
  /** The closing bracket. */
  end: number;
  members: { start: number; end: number }[];
}

export interface FlowStyle {
  /** Where a comment begins that goes on to the end of its line. */
  lineComment: '//' | '#';
  /** One level of indentation. */
  unit: string;
  /** Whether a new member goes on lines of its own in a collection that is empty or has its members on lines. */
  onLines: boolean;
  /** Whether what is on one line has no spaces between its parts. */
  isCompact: boolean;
  /** The member over several lines, not indented, or on one line. */
  print(form: 'lines' | 'line'): string;
}

/** Puts a member behind the last one, written as that one is. */
export function appendToFlow(text: string, flow: Flow, style: FlowStyle): Splice[] {
  const last = flow.members.at(-1);
  if (last === undefined) return fillFlow(text, flow, style);
  const comma = findComma(text, last.end, flow.end, style);
  const after = comma === null ? last.end : comma + 1;
  const ownComma = comma === null ? [{ start: last.end, end: last.end, text: ',' }] : [];
  const closing = comma === null ? '' : ',';
  if (!isFirstOnLine(text, last.start) || !style.onLines) {
    const space = style.isCompact ? '' : ' ';
    return [...ownComma, { start: after, end: after, text: space + style.print('line') + closing }];
  }
  const lineBreak = lineBreakOf(text);
  const place = endOfLineContent(text, after, flow.end, style);
  const lines = indentLines(style.print('lines'), indentAt(text, last.start), lineBreak);
  return [...ownComma, { start: place, end: place, text: `${lineBreak}${lines}${closing}` }];
}

function fillFlow(text: string, { start, end }: Flow, style: FlowStyle): Splice[] {
  // What is written there already, comments only, stays before it.
  const inner = text.slice(start, end);
  const kept = inner.trimEnd();
  const from = start + kept.length;
  const space = style.isCompact ? '' : ' ';
  if (!style.onLines) return [{ start: from, end, text: space + style.print('line') + space }];
  const lineBreak = lineBreakOf(text);
  const outerIndent = indentAt(text, start);
  const lines = indentLines(style.print('lines'), outerIndent + style.unit, lineBreak);
  const closing = kept !== '' && isFirstOnLine(text, end) ? inner.slice(kept.length) : lineBreak + outerIndent;
  return [{ start: from, end, text: lineBreak + lines + closing }];
}

/** Takes a member out with its comma, its line and what is said about it on that line. */
export function removeFromFlow(
  text: string,
  flow: Flow,
  index: number,
  style: Pick<FlowStyle, 'lineComment'>,
): Splice[] {
  const [member, before, next] = [flow.members[index], flow.members[index - 1], flow.members[index + 1]];
  if (member === undefined) return [];
  const limit = next?.start ?? flow.end;
  const comma = findComma(text, member.end, limit, style);
  const after = comma === null ? member.end : comma + 1;
  const rest = text.slice(flow.start, member.start) + text.slice(after, flow.end);
  if (flow.members.length === 1 && rest.trim() === '') return [{ start: flow.start, end: flow.end, text: '' }];

  const commaBefore = before === undefined ? null : findComma(text, before.end, member.start, style);
  if (isFirstOnLine(text, member.start)) {
    const isOrphaned = comma === null && commaBefore !== null;
    const orphan = isOrphaned ? [{ start: commaBefore, end: commaBefore + 1, text: '' }] : [];
    const content = endOfLineContent(text, after, limit, style);
    const end = /^[ \t]*(?=\r?\n)/.exec(text.slice(content))?.[0].length ?? 0;
    return [...orphan, { start: lineBreakBefore(text, member.start), end: content + end, text: '' }];
  }
  if (next !== undefined) return [{ start: member.start, end: next.start, text: '' }];
  if (commaBefore === null) return [{ start: member.start, end: after, text: '' }];
  return [{ start: comma === null ? commaBefore : commaBefore + 1, end: after, text: '' }];
}

type Comments = Pick<FlowStyle, 'lineComment'>;

/** The end of a comment that begins here, its line break not included; null when none does. */
function commentEnd(text: string, at: number, { lineComment }: Comments): number | null {
  if (text.startsWith(lineComment, at)) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
  }
  if (lineComment === '//' && text.startsWith('/*', at)) return text.indexOf('*/', at + 2) + 2;
  return null;
}

/** The comma between two members, past comments. */
function findComma(text: string, from: number, to: number, comments: Comments): number | null {
  for (let at = from; at < to; at += 1) {
    if (text[at] === ',') return at;
    at = (commentEnd(text, at, comments) ?? at + 1) - 1;
  }
  return null;
}

/** Behind the comments that end the line; before the line break, the next member or the closing bracket. */
function endOfLineContent(text: string, from: number, to: number, comments: Comments): number {
  let end = from;
  for (let at = from; at < to && text[at] !== '\n' && text[at] !== '\r'; at += 1) {
    const past = commentEnd(text, at, comments);
    if (past === null) continue;
    // A comment over several lines belongs to what follows.
    if (text.slice(at, past).includes('\n')) break;
    end = past;
    at = past - 1;
  }
  return end;
}
