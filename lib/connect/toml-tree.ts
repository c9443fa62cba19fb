import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import { type Syntax, unreadable } from './config-format';

export interface Pair {
  keys: string[];
  node: AST.TOMLKeyValue;
  /** The inline table that it stands in. */
  flow: AST.TOMLInlineTable | null;
}

export interface Definitions {
  pairs: Pair[];
  tables: { keys: string[]; node: AST.TOMLTable }[];
}

export function parseToml(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (error) {
    if (error instanceof ParseError) throw unreadable(text, error.index, error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** Every key with a value and every table, with all of its keys from the top. */
export function definitionsIn(program: AST.TOMLProgram): Definitions {
  const [top] = program.body;
  const tables = top.body.filter((node) => node.type === 'TOMLTable');
  const bare = top.body.filter((node) => node.type === 'TOMLKeyValue');
  const named = tables.map((node) => ({ keys: node.resolvedKey.map(String), node }));
  return {
    tables: named,
    pairs: [
      ...bare.flatMap((node) => pairsIn(node, [], null)),
      ...named.flatMap(({ keys, node }) => node.body.flatMap((pair) => pairsIn(pair, keys, null))),
    ],
  };
}

function pairsIn(node: AST.TOMLKeyValue, above: string[], flow: AST.TOMLInlineTable | null): Pair[] {
  const keys = [...above, ...getStaticTOMLValue(node.key)];
  const { value } = node;
  const inner = value.type === 'TOMLInlineTable' ? value.body.flatMap((pair) => pairsIn(pair, keys, value)) : [];
  return [{ keys, node, flow }, ...inner];
}

export function stringsIn(node: AST.TOMLContentNode, keys: string[]): ReturnType<Syntax['strings']> {
  if (node.type === 'TOMLArray') return node.elements.flatMap((element) => stringsIn(element, keys));
  if (node.type === 'TOMLInlineTable' || node.kind !== 'string') return [];
  return [{ keys, value: node.value, start: node.range[0], end: node.range[1] }];
}
