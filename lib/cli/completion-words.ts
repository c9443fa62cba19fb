import type { Node } from './command-tree';

/** Asked of the program, which answers within a second or not at all, and says nothing about why. */
export const askWorkspaces = 'command aerostack completion --workspaces 2>/dev/null';

/** As bash and zsh read it. */
export const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** What a command is known by in a script: its names, in order. */
export const keyOf = ({ path }: Node) => path.join(' ');
export const commands = (tree: Node[]) => tree.map(keyOf).filter((key) => key !== '');
/** The options of any command that a value follows. */
export const takers = (tree: Node[]) => [
  ...new Set(tree.flatMap((node) => node.options.filter(({ takesValue }) => takesValue).flatMap(({ names }) => names))),
];

export interface Entry {
  name: string;
  description: string;
}

/** What a command's next word can be: its own commands, or what its argument is one of. */
export const wordsOf = ({ children, values }: Node): Entry[] => [
  ...children,
  ...values.map((name) => ({ name, description: '' })),
];
export const optionsOf = (node: Node): Entry[] =>
  node.options.flatMap(({ names, description }) => names.map((name) => ({ name, description })));
