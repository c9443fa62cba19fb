import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Syntax, UneditableConfig, UnreadableConfig } from './config-format';
import { describePath, type Path, type Step } from './config-path';

/** One document of YAML 1.2 with the place of everything in it. @throws UnreadableConfig, UneditableConfig */
export function parseYaml(text: string): Document.Parsed {
  const document = parseDocument(text);
  for (const { code, message, linePos } of document.errors) {
    if (code === 'MULTIPLE_DOCS') throw new UneditableConfig('it holds several YAML documents');
    const { line = 1, col = 1 } = linePos?.[0] ?? {};
    throw new UnreadableConfig(message.split(' at line ')[0] ?? code, line, col);
  }
  return document;
}

export function readYaml(text: string): unknown {
  const document = parseYaml(text);
  try {
    return document.toJS();
  } catch {
    throw new UneditableConfig('its aliases stand for more than can be read');
  }
}

export type Collection = YAMLMap | YAMLSeq;
export type Item = Node | Pair | null;

/** The pair that holds the node as its value. */
export type Holder = Pair | null;

export const isRightKind = (node: unknown, step: Step) => (typeof step === 'string' ? isMap(node) : isSeq(node));

export const matches = (item: unknown, step: Step): boolean =>
  typeof step === 'string'
    ? isPair(item) && isScalar(item.key) && String(item.key.value) === step
    : isMap(item) && item.get(step.field) === step.is;

interface Found {
  node: Node | null;
  holder: Holder;
  /** Whether it is within brackets, where plain text ends sooner. */
  isInFlow: boolean;
  rest: Path;
}

/** As far down the path as there is something. */
export function descend(node: Node | null, path: Path, holder: Holder = null, isInFlow = false): Found {
  if (isAlias(node)) throw new UneditableConfig(`${describePath(path)} is behind an alias (*${node.source})`);
  const [step, ...rest] = path;
  const found = { node, holder, isInFlow, rest: path };
  if (step === undefined || !isCollection(node) || !isRightKind(node, step)) return found;
  const item = node.items.find((one) => matches(one, step)) as Item | undefined;
  if (item === undefined) return found;
  const isFlow = isInFlow || node.flow === true;
  return isPair(item) ? descend(item.value as Node | null, rest, item, isFlow) : descend(item, rest, null, isFlow);
}

export const rangeOf = (node: Node | null) => {
  if (!node?.range) throw new UneditableConfig('it holds something without a place in the text');
  return { start: node.range[0], end: node.range[1] };
};

/** A collection's own range goes on over comments and blank lines; its last leaf's does not. */
export function endOfNode(node: Node | null): number {
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1) as Item | undefined;
    if (last !== undefined && last !== null) return endOfItem(last);
  }
  return rangeOf(node).end;
}

export function endOfItem(item: Node | Pair): number {
  if (!isPair(item)) return endOfNode(item);
  const key = rangeOf(item.key as Node).end;
  return item.value === null ? key : Math.max(key, endOfNode(item.value as Node));
}

/** Where an item begins: a map's key, or the dash of a list. */
export function startOfItem(text: string, item: Item): number {
  if (isPair(item)) return rangeOf(item.key as Node).start;
  const { start } = rangeOf(item);
  return text.lastIndexOf('-', start - 1);
}

export function stringsIn(node: Node | null, keys: string[]): ReturnType<Syntax['strings']> {
  if (isScalar(node)) return typeof node.value === 'string' ? [{ keys, value: node.value, ...rangeOf(node) }] : [];
  if (isMap(node)) {
    return node.items.flatMap((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      return stringsIn(pair.value as Node | null, [...keys, key]);
    });
  }
  return isSeq(node) ? node.items.flatMap((item) => stringsIn(item as Node | null, keys)) : [];
}
