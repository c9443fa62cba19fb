import type { Command } from 'commander';

/** Ends a command's help with examples that can be pasted as they are. */
export function describeHelp(command: Command, examples: string[], more = ''): Command {
  const lines = examples.map((example) => `  $ ${example}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${lines}${more === '' ? '' : `\n${more}`}`);
}

export const jsonOption = ['--json', 'print the answer of the REST API as JSON, with "version": 1'] as const;
export const workspaceArgument = ['<workspace>', 'the workspace’s slug, as in its gateway URL'] as const;

export const noWorkspace = (slug: string) =>
  `There is no workspace “${slug}” that you may see. List yours by slug: aerostack workspace list`;
