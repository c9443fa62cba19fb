import type { Command } from 'commander';
import { CliError } from './cli-error';
import type { Output } from './output';

/** What every command takes, wherever in the line it stands. A command finds them among its own options. */
export function shareOptions(program: Command, output: Output): void {
  program
    .option('--json', 'print the answer of the REST API as JSON, with "version": 1')
    .option('--profile <name>', 'the server and account that were stored under this name')
    .option('--debug', 'say more on stderr: requests, answers, causes')
    .hook('preAction', (_, action) => {
      const shared = program.opts();
      for (const [name, value] of Object.entries(shared)) action.setOptionValueWithSource(name, value, 'cli');
      output.showDebug(shared.debug === true);
      const { json, plain } = action.opts();
      if (json && plain) throw new CliError('usage', 'Give --plain or --json, not both.');
    });
}
