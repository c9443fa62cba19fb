import type { Command } from 'commander';
import type { Rest } from './rest-client';
import { suggest } from './suggest';

/** Ends a command's help with examples that can be pasted as they are. */
export function describeHelp(command: Command, examples: string[], more = ''): Command {
  const lines = examples.map((example) => `  $ ${example}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${lines}${more === '' ? '' : `\n${more}`}`);
}

export const workspaceArgument = ['<workspace>', 'the workspace’s slug, as in its gateway URL'] as const;

/** For `missing` of a request below a workspace: asks which ones there are, to say which one was probably meant. */
export const noWorkspace = (slug: string) => async (rest: Rest) => {
  const { WorkspaceList } = await import('../workspaces/schemas');
  const list = { method: 'GET', path: ['workspaces'], query: { limit: '100' } } as const;
  const slugs = await rest.send(list, WorkspaceList).then(
    ({ value }) => value.workspaces.map((workspace) => workspace.slug),
    () => [],
  );
  const meant = await suggest(slug, slugs);
  return `There is no workspace “${slug}” that you may see.${meant} List yours by slug: aerostack workspace list`;
};
