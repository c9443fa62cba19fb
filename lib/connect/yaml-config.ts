import { isCollection, isMap, isPair, isScalar, type Node, stringify } from 'yaml';
import { guarded, type Syntax, UneditableConfig } from './config-format';
import { describePath, isTable, nest, type Path, type Step } from './config-path';
import { appendToFlow, type Flow, type FlowStyle, removeFromFlow } from './flow-edit';
import { oneLine } from './json-config';
import {
  indentLines,
  isFirstOnLine,
  lineBreakBefore,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  type Splice,
} from './text-edit';

import {
  type Collection,
  descend,
  endOfItem,
  endOfNode,
  type Holder,
  type Item,
  isRightKind,
  matches,
  parseYaml,
  rangeOf,
  readYaml,
  startOfItem,
  stringsIn,
} from './yaml-tree';

const unit = '  ';

/** YAML 1.2, one document. New entries are written in the block style that surrounds them. */
const syntax: Syntax = {
  read: (text) => readYaml(text),

  put(text, path, value) {
    const { contents } = parseYaml(text);
    const { node, holder, isInFlow, rest } = descend(contents, path);
    const [step, ...inner] = rest;
    if (step === undefined) return [replaceScalar(path, node, value, isInFlow)];
    const member = nest(inner, value);
    if (isCollection(node) && !isRightKind(node, step))
      throw new UneditableConfig(
        `what holds ${describePath(path)} is not a ${typeof step === 'string' ? 'map' : 'list'}`,
      );
    if (isCollection(node) && node.flow && node.items.length > 0)
      return appendToFlow(text, flowOf(node), flowStyle(step, member));
    if (isCollection(node) && !node.flow)
      return [insertLines(text, endOfNode(node), blockLines(step, member), columnOf(text, node))];
    if (node !== null && !isCollection(node) && !(isScalar(node) && node.value === null))
      throw new UneditableConfig(`what holds ${describePath(path)} is neither a map nor a list`);
    return fillEmpty(text, node, holder, blockLines(step, member));
  },

  take(text, path) {
    const last = path.at(-1);
    const { node, holder } = descend(parseYaml(text).contents, path.slice(0, -1));
    if (last === undefined || !isCollection(node)) return [];
    const index = node.items.findIndex((item) => matches(item, last));
    if (node.flow) return removeFromFlow(text, flowOf(node), index, { lineComment: '#' });
    return cutItem(text, node, index, holder);
  },

  strings: (text) => stringsIn(parseYaml(text).contents, []),
};

export const yamlConfig = guarded(syntax);

function columnOf(text: string, node: Collection): string {
  const start = startOfItem(text, node.items[0] as Item);
  return ' '.repeat(start - lineStart(text, start));
}

const blockLines = (step: Step, member: unknown): string =>
  stringify(typeof step === 'string' ? { [step]: member } : [member], { lineWidth: 0, indent: unit.length }).trimEnd();

/** Puts lines behind the line that `end` is on. A block scalar ends where the next line begins. */
function insertLines(text: string, end: number, lines: string, indent: string): Splice {
  const lineBreak = lineBreakOf(text);
  const indented = indentLines(lines, indent, lineBreak);
  if (text[end - 1] === '\n') return { start: end, end, text: indented + lineBreak };
  const place = lineEnd(text, end);
  return { start: place, end: place, text: lineBreak + indented };
}

/** Opens up a key that holds nothing (`extensions:`, `extensions: {}`), or an empty document. */
function fillEmpty(text: string, node: Node | null, holder: Holder, lines: string): Splice[] {
  if (holder === null) {
    const cleared = node === null || !isCollection(node) ? [] : [{ ...rangeOf(node), text: '' }];
    const end = text.trimEnd().length;
    const lineBreak = lineBreakOf(text);
    const above = text.slice(0, end).trim() === '' || cleared.length > 0 ? '' : lineBreak;
    return [...cleared, { start: end, end: text.length, text: above + indentLines(lines, '', lineBreak) + lineBreak }];
  }
  const { start, end } = rangeOf(holder.key as Node);
  const colon = text.indexOf(':', end) + 1;
  const cleared = isCollection(node) ? [{ start: colon, end: rangeOf(node).end, text: '' }] : [];
  const column = ' '.repeat(start - lineStart(text, start));
  return [...cleared, insertLines(text, Math.max(colon, endOfItem(holder)), lines, column + unit)];
}

/** The lines of an item; what held nothing else afterwards is written as empty. */
function cutItem(text: string, node: Collection, index: number, holder: Holder): Splice[] {
  const item = node.items[index] as Item;
  if (item === null) return [];
  const start = startOfItem(text, item);
  if (!isFirstOnLine(text, start)) throw new UneditableConfig('it begins on the line of something else');
  const end = endOfItem(item);
  const isBlockScalar = text[end - 1] === '\n';
  const after = isBlockScalar ? end : nextLine(text, end);
  // A last line without a break takes the one before it along.
  const isUnended = after === text.length && !text.endsWith('\n');
  const from = isUnended ? lineBreakBefore(text, start) : lineStart(text, start);
  const cut = { start: from, end: isUnended ? text.length : after, text: '' };
  if (node.items.length > 1 || holder === null) return [cut];
  const colon = text.indexOf(':', rangeOf(holder.key as Node).end) + 1;
  return [{ start: colon, end: colon, text: isMap(node) ? ' {}' : ' []' }, cut];
}

function replaceScalar(path: Path, node: Node | null, value: unknown, isInFlow: boolean): Splice {
  if (!isScalar(node) || isTable(value) || Array.isArray(value))
    throw new UneditableConfig(`${describePath(path)} is a map or a list already`);
  const isQuoted = isInFlow || node.type === 'QUOTE_DOUBLE';
  return { ...rangeOf(node), text: isQuoted ? JSON.stringify(value) : stringify(value, { lineWidth: 0 }).trimEnd() };
}

function flowOf(node: Collection): Flow {
  const { start, end } = rangeOf(node);
  const members = node.items.map((item) => {
    if (!isPair(item)) return rangeOf(item as Node);
    return { start: rangeOf(item.key as Node).start, end: endOfItem(item) };
  });
  return { start: start + 1, end: end - 1, members };
}

function flowStyle(step: Step, member: unknown): FlowStyle {
  const key = typeof step === 'string' ? `${JSON.stringify(step)}: ` : '';
  const print = (form: 'lines' | 'line') =>
    key + (form === 'lines' ? JSON.stringify(member, null, unit) : oneLine(member));
  return { lineComment: '#', unit, onLines: true, isCompact: false, print };
}
