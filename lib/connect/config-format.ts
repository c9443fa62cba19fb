import { describePath, meansTheSame, type Path, valueAt, withoutValue, withValue } from './config-path';
import { applySplices, type Splice } from './text-edit';

/** A text that is not of its format. The position is the one that editors show: both counts begin at 1. */
export class UnreadableConfig extends Error {
  override readonly name = 'UnreadableConfig';

  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`line ${line}, column ${column}: ${reason}`);
  }
}

/** A text that can be read, but not be edited without touching more than what is meant. */
export class UneditableConfig extends Error {
  override readonly name = 'UneditableConfig';
}

/** How one format is read and edited. Texts come without a byte order mark. */
export interface Syntax {
  /** The plain data; undefined for an empty text. @throws UnreadableConfig */
  read(text: string): unknown;
  /** What makes `value` stand at the path, where something else or nothing stands. @throws UneditableConfig */
  put(text: string, path: Path, value: unknown): Splice[];
  /** What takes out the thing at the path, which is there. @throws UneditableConfig */
  take(text: string, path: Path): Splice[];
  /** Where the strings stand that are values, with the keys that lead to each. */
  strings(text: string): { keys: string[]; start: number; end: number; value: string }[];
}

export interface ConfigFormat {
  read(text: string): unknown;
  /** The text with `value` at the path. All else stays byte for byte what it was. */
  set(text: string, path: Path, value: unknown): string;
  /** The text without what stands at the path. */
  remove(text: string, path: Path): string;
  strings: Syntax['strings'];
}

const byteOrderMark = '\ufeff';

/** Whatever a syntax does to a text is read again and held against what was meant: a wrong edit is refused, never written. */
export function guarded(syntax: Syntax): ConfigFormat {
  const bare = (text: string) => (text.startsWith(byteOrderMark) ? text.slice(1) : text);
  const edit = (whole: string, path: Path, change: (text: string) => Splice[], meant: (data: unknown) => unknown) => {
    const text = bare(whole);
    const expected = meant(syntax.read(text));
    const edited = applySplices(text, change(text));
    if (!isAsMeant(syntax, edited, expected))
      throw new UneditableConfig(`${describePath(path)} cannot be changed without changing something else`);
    return whole.slice(0, whole.length - text.length) + edited;
  };
  return {
    read: (text) => syntax.read(bare(text)),
    set: (text, path, value) =>
      edit(
        text,
        path,
        (before) => syntax.put(before, path, value),
        (data) => withValue(data, path, value),
      ),
    remove: (text, path) =>
      valueAt(syntax.read(bare(text)), path) === undefined
        ? text
        : edit(
            text,
            path,
            (before) => syntax.take(before, path),
            (data) => withoutValue(data, path),
          ),
    strings(text) {
      const shift = text.length - bare(text).length;
      return syntax
        .strings(bare(text))
        .map(({ start, end, ...rest }) => ({ ...rest, start: start + shift, end: end + shift }));
    },
  };
}

function isAsMeant(syntax: Syntax, edited: string, expected: unknown): boolean {
  try {
    return meansTheSame(syntax.read(edited), expected);
  } catch {
    return false;
  }
}

/** Line and column of an offset, both from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

export function unreadable(text: string, offset: number, reason: string): UnreadableConfig {
  const { line, column } = positionOf(text, offset);
  return new UnreadableConfig(reason, line, column);
}
