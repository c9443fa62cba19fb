import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { guarded, type Syntax, UneditableConfig, unreadable } from './config-format';
import { describePath, nest, type Path, type Step } from './config-path';
import { appendToFlow, type Flow, type FlowStyle, removeFromFlow } from './flow-edit';
import { indentAt, indentLines, lineBreakOf } from './text-edit';

/** JSON with comments and trailing commas, as editors take it; what is strict JSON stays so. */
const syntax: Syntax = {
  read: (text) => {
    const root = parse(text);
    return root === undefined ? undefined : getNodeValue(root);
  },

  put(text, path, value) {
    const root = parse(text);
    if (root === undefined) {
      const end = text.trimEnd().length;
      const above = end === 0 ? '' : lineBreakOf(text);
      const lines = indentLines(JSON.stringify(nest(path, value), null, 2), '', lineBreakOf(text));
      return [{ start: end, end: text.length, text: `${above}${lines}${lineBreakOf(text)}` }];
    }
    const { node, rest } = descend(root, path);
    const unit = unitOf(text, root);
    const [step, ...inner] = rest;
    if (step === undefined) return [{ ...rangeOf(node), text: printAt(text, node, value, unit) }];
    const layout = layoutOf(text, root, unit);
    const style = { ...layout, print: printer(step, nest(inner, value), layout) };
    return appendToFlow(text, flowOf(node, step, path), style);
  },

  take(text, path) {
    const root = parse(text);
    const last = path.at(-1);
    if (root === undefined || last === undefined) return [];
    const { node } = descend(root, path.slice(0, -1));
    const index = (node.children ?? []).findIndex((child) => matches(child, last));
    return removeFromFlow(text, flowOf(node, last, path), index, { lineComment: '//' });
  },

  strings(text) {
    const root = parse(text);
    return root === undefined ? [] : stringsIn(root, []);
  },
};

export const jsonConfig = guarded(syntax);

function parse(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const isEmpty = (error: ParseError) => root === undefined && printParseErrorCode(error.error) === 'ValueExpected';
  const error = errors.find((one) => !isEmpty(one));
  if (error !== undefined) {
    const words = printParseErrorCode(error.error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase();
    throw unreadable(text, error.offset, words);
  }
  if (root !== undefined) refuseTwins(text, root);
  return root;
}

/** Of a key that stands twice, one reader takes the first and another the last. */
function refuseTwins(text: string, node: Node): void {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = child.type === 'property' ? child.children?.[0] : undefined;
    if (key !== undefined && seen.has(key.value))
      throw unreadable(text, key.offset, `the key ${key.value} is here twice`);
    if (key !== undefined) seen.add(key.value);
    refuseTwins(text, child);
  }
}

const rangeOf = ({ offset, length }: Node) => ({ start: offset, end: offset + length });

const matches = (child: Node, step: Step): boolean =>
  typeof step === 'string'
    ? child.children?.[0]?.value === step
    : child.type === 'object' && getNodeValue(child)[step.field] === step.is;

/** As far down the path as there is something. */
function descend(node: Node, path: Path): { node: Node; rest: Path } {
  const [step, ...rest] = path;
  if (step === undefined) return { node, rest: path };
  const isRightKind = node.type === (typeof step === 'string' ? 'object' : 'array');
  const child = isRightKind ? node.children?.find((one) => matches(one, step)) : undefined;
  const value = typeof step === 'string' ? child?.children?.[1] : child;
  return value === undefined ? { node, rest: path } : descend(value, rest);
}

function flowOf(node: Node, step: Step, path: Path): Flow {
  const wanted = typeof step === 'string' ? 'object' : 'array';
  if (node.type !== wanted) throw new UneditableConfig(`what holds ${describePath(path)} is not an ${wanted}`);
  const { start, end } = rangeOf(node);
  return { start: start + 1, end: end - 1, members: (node.children ?? []).map(rangeOf) };
}

type Layout = Omit<FlowStyle, 'print'>;

/** A file without a single line break stays one, as dense as it is; an empty object is opened up. */
function layoutOf(text: string, root: Node, unit: string): Layout {
  const isOneLine = (root.children?.length ?? 0) > 0 && !text.trim().includes('\n');
  return { lineComment: '//', unit, onLines: !isOneLine, isCompact: isOneLine && !/": |, "/.test(text) };
}

function unitOf(text: string, root: Node): string {
  const first = root.children?.[0];
  return (first && text.slice(0, first.offset).includes('\n') && indentAt(text, first.offset)) || '  ';
}

function printer(step: Step, value: unknown, { unit, isCompact }: Layout): FlowStyle['print'] {
  const key = typeof step === 'string' ? `${JSON.stringify(step)}:${isCompact ? '' : ' '}` : '';
  return (form) => {
    if (form === 'lines') return key + JSON.stringify(value, null, unit);
    return key + (isCompact ? JSON.stringify(value) : oneLine(value));
  };
}

/** On one line, with a space wherever people put one. Also a value of YAML's flow style. */
export function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${oneLine(inner)}`)
    .join(', ')} }`;
}

function printAt(text: string, node: Node, value: unknown, unit: string): string {
  const isOneLine = !text.trim().includes('\n');
  if (isOneLine) return JSON.stringify(value);
  const [first = '', ...others] = JSON.stringify(value, null, unit).split('\n');
  return [first, ...others.map((line) => indentAt(text, node.offset) + line)].join(lineBreakOf(text));
}

function stringsIn(node: Node, keys: string[]): ReturnType<Syntax['strings']> {
  if (node.type === 'string') return [{ keys, value: String(node.value), ...rangeOf(node) }];
  if (node.type === 'property') {
    const [key, value] = node.children ?? [];
    return value === undefined ? [] : stringsIn(value, [...keys, String(key?.value)]);
  }
  return (node.children ?? []).flatMap((child) => stringsIn(child, keys));
}
