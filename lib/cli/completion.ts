import { Argument, type Command, Option } from 'commander';
import { CliError } from './cli-error';
import { describeHelp } from './help';
import type { Tools } from './tools';

interface Options {
  workspaces?: true;
}

/** A person waits for the answer with a finger on the key. */
const patienceMs = 1_000;

export function addCompletion(parent: Command, tools: Tools): void {
  const command = parent
    .command('completion')
    .description('Print what makes a shell complete commands, options and workspaces.')
    .addArgument(new Argument('[shell]', 'the shell that reads it').choices(['bash', 'zsh', 'fish']))
    .addOption(new Option('--workspaces', 'the names of your workspaces, for such a script').hideHelp());
  describeHelp(command, [
    "echo 'source <(aerostack completion bash)' >> ~/.bashrc",
    "echo 'source <(aerostack completion zsh)' >> ~/.zshrc",
    'aerostack completion fish > ~/.config/fish/completions/aerostack.fish',
  ]);
  command.action(async (shell: string | undefined, { workspaces }: Options) => {
    if (workspaces) return listWorkspaces(tools);
    const [{ completionScript, shells }, { readCommandTree }] = await Promise.all([
      import('./completion-script'),
      import('./command-tree'),
    ]);
    const known = shells.find((one) => one === shell);
    if (known === undefined) throw new CliError('usage', 'Name the shell: aerostack completion bash, zsh or fish.');
    await tools.output.result(completionScript(known, readCommandTree(parent)).trimEnd());
  });
}

/** Nothing but names, and nothing at all where they are not to be had: an error would end up in the line that somebody writes. */
async function listWorkspaces({ settings, restAt, output }: Tools): Promise<void> {
  try {
    const [{ origin, apiKey }, { WorkspaceList }] = await Promise.all([settings(), import('../workspaces/schemas')]);
    const rest = await restAt(origin, apiKey, patienceMs);
    const list = { method: 'GET', path: ['workspaces'], query: { limit: '100' } } as const;
    const { value } = await rest.send(list, WorkspaceList);
    if (value.workspaces.length > 0) await output.result(value.workspaces.map(({ slug }) => slug).join('\n'));
  } catch (error) {
    output.debug(String(error));
  }
}
