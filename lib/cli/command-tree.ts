import type { Command } from 'commander';

/** What a shell has to know of a command to complete its line. */
export interface Node {
  /** Its names from the program's own on, which is left out. */
  path: string[];
  children: { name: string; description: string }[];
  options: { names: string[]; description: string; takesValue: boolean; values: string[] }[];
  /** What its first argument can be, where that is a short list. */
  values: string[];
  /** Whether its first argument is a workspace's slug. */
  takesWorkspace: boolean;
}

/** Every command, parents first, with the options that all of them take. What is hidden stays so. */
export function readCommandTree(program: Command): Node[] {
  const help = program.createHelp();
  const shared = help.visibleOptions(program).filter(({ long }) => long !== '--version');
  const read = (command: Command, path: string[]): Node[] => {
    // Commander's own `help` command repeats what --help does.
    const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
    const own = path.length === 0 ? help.visibleOptions(command) : [...help.visibleOptions(command), ...shared];
    const known = new Map(own.map((option) => [option.long ?? option.flags, option]));
    const node: Node = {
      path,
      children: children.map((child) => ({ name: child.name(), description: firstSentence(child.description()) })),
      options: [...known.values()].map((option) => ({
        names: [option.short, option.long].filter((name) => name !== undefined),
        description: firstSentence(option.description),
        takesValue: option.required || option.optional,
        values: option.argChoices ?? [],
      })),
      values: command.registeredArguments[0]?.argChoices ?? [],
      takesWorkspace: command.registeredArguments[0]?.name() === 'workspace',
    };
    return [node, ...children.flatMap((child) => read(child, [...path, child.name()]))];
  };
  return read(program, []);
}

/** A line of a menu has no room for more. */
const firstSentence = (text: string) => text.split(/[.:;(\n]/)[0]?.trim() ?? '';
