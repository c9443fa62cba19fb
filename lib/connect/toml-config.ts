import { type AST, getStaticTOMLValue } from 'toml-eslint-parser';
import { guarded, type Syntax, UneditableConfig } from './config-format';
import { describePath, isTable, nest, type Path, valueAt } from './config-path';
import { appendToFlow, type Flow, removeFromFlow } from './flow-edit';
import { indentAt, lineBreakOf, lineEnd, lineStart, nextLine, type Splice } from './text-edit';
import { type Definitions, definitionsIn, parseToml, stringsIn } from './toml-tree';

/** Reads TOML 1.1 and writes nothing that TOML 1.0 does not have. */
const syntax: Syntax = {
  read: (text) => getStaticTOMLValue(parseToml(text)),

  put(text, path, value) {
    const keys = keysOf(path);
    const definitions = definitionsIn(parseToml(text));
    const pair = definitions.pairs.find((one) => isSame(one.keys, keys));
    if (pair !== undefined) return [{ ...rangeOf(pair.node.value), text: printValue(value) }];
    const inline = innermostInline(definitions, keys);
    if (inline !== undefined) {
      const inner = nest(keys.slice(inline.keys.length + 1), value);
      const print = () => printPair(keys[inline.keys.length] ?? '', inner);
      const style = { lineComment: '#', unit: '', onLines: false, isCompact: false, print } as const;
      return appendToFlow(text, flowOf(inline.node), style);
    }
    const isHeld = valueAt(getStaticTOMLValue(parseToml(text)), path) !== undefined;
    if (isHeld) throw new UneditableConfig(`${describePath(path)} is a table already`);
    return isTable(value) ? addTable(text, definitions, keys, value) : addPair(text, definitions, keys, value);
  },

  take(text, path) {
    const keys = keysOf(path);
    const { pairs, tables } = definitionsIn(parseToml(text));
    const member = pairs.find(({ keys: own, flow }) => flow !== null && isSame(own, keys));
    if (member?.flow)
      return removeFromFlow(text, flowOf(member.flow), member.flow.body.indexOf(member.node), { lineComment: '#' });
    const lost = tables.filter((table) => isWithin(table.keys, keys));
    const lines = pairs.filter((pair) => pair.flow === null && isWithin(pair.keys, keys) && !isInAny(pair.node, lost));
    return [...lost.map(({ node }) => cutTable(text, node)), ...lines.map(({ node }) => cutLine(text, node))];
  },

  strings(text) {
    const { pairs } = definitionsIn(parseToml(text));
    return pairs.flatMap(({ keys, node }) => stringsIn(node.value, keys));
  },
};

export const tomlConfig = guarded(syntax);

/** The inline table deepest down the path: nothing can be added to it from outside its braces. */
function innermostInline({ pairs }: Definitions, keys: string[]) {
  return pairs
    .flatMap(({ keys: own, node }) => (node.value.type === 'TOMLInlineTable' ? [{ keys: own, node: node.value }] : []))
    .filter((table) => isWithin(keys, table.keys))
    .at(-1);
}

/** A table of its own, behind the last one of its family or at the end. */
function addTable(text: string, { tables }: Definitions, keys: string[], value: Record<string, unknown>): Splice[] {
  const lineBreak = lineBreakOf(text);
  const body = Object.entries(value).map(([key, inner]) => printPair(key, inner));
  const lines = [`[${keys.map(printKey).join('.')}]`, ...body].join(lineBreak);
  if (text.trim() === '') return [{ start: text.length, end: text.length, text: `${lines}${lineBreak}` }];
  const family = tables.filter((table) => table.keys.length > 1 && table.keys[0] === keys[0]).at(-1);
  const place = family === undefined ? text.trimEnd().length : endOfTable(text, family.node);
  return [{ start: place, end: place, text: lineBreak + lineBreak + lines }];
}

function addPair(text: string, definitions: Definitions, keys: string[], value: unknown): Splice[] {
  const [above, key] = [keys.slice(0, -1), keys.at(-1) ?? ''];
  const table = definitions.tables.find((one) => isSame(one.keys, above));
  if (table === undefined) return addTable(text, definitions, above, { [key]: value });
  const place = endOfTable(text, table.node);
  const indent = indentAt(text, (table.node.body.at(-1) ?? table.node).range[0]);
  return [{ start: place, end: place, text: `${lineBreakOf(text)}${indent}${printPair(key, value)}` }];
}

/** Where the last line of the table ends, which is its header when it is empty. */
const endOfTable = (text: string, { key, body }: AST.TOMLTable): number => lineEnd(text, (body.at(-1) ?? key).range[1]);

/** The table with the blank line that set it off. */
function cutTable(text: string, node: AST.TOMLTable): Splice {
  const header = lineStart(text, node.range[0]);
  const above = text.slice(0, header);
  const blank = /\r?\n(\r?\n)$/.exec(above);
  if (blank === null) return { start: header, end: nextLine(text, endOfTable(text, node)), text: '' };
  return { start: header - blank[0].length, end: endOfTable(text, node), text: '' };
}

const cutLine = (text: string, node: AST.TOMLKeyValue): Splice => ({
  start: lineStart(text, node.range[0]),
  end: nextLine(text, node.range[1]),
  text: '',
});

const rangeOf = ({ range: [start, end] }: { range: [number, number] }) => ({ start, end });
const flowOf = (node: AST.TOMLInlineTable): Flow => ({
  start: node.range[0] + 1,
  end: node.range[1] - 1,
  members: node.body.map(rangeOf),
});

const isWithin = (keys: string[], above: string[]) => above.every((key, i) => keys[i] === key);
const isSame = (a: string[], b: string[]) => a.length === b.length && isWithin(a, b);
const isInAny = (pair: AST.TOMLKeyValue, tables: { node: AST.TOMLTable }[]) =>
  tables.some(({ node }) => node.body.includes(pair));

function keysOf(path: Path): string[] {
  return path.map((step) => {
    if (typeof step === 'string') return step;
    throw new UneditableConfig(`${describePath(path)} is in a list, which this program does not edit in TOML`);
  });
}

const printKey = (key: string) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : printString(key));
const printPair = (key: string, value: unknown) => `${printKey(key)} = ${printValue(value)}`;
/** JSON escapes as TOML does, but for DEL. */
const printString = (text: string) => JSON.stringify(text).replaceAll('\u007f', '\\u007f');

function printValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (!isTable(value)) return typeof value === 'string' ? printString(value) : String(value);
  const pairs = Object.entries(value).map(([key, inner]) => printPair(key, inner));
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}
