import type { Command } from 'commander';
import { changeEmailForOperator } from '../account/change-email-for-operator';
import { describeHelp } from '../cli/help';
import { onInstallation } from './on-installation';
import type { Surroundings } from './run';

export function addChangeEmail(parent: Command, surroundings: Surroundings): void {
  const command = parent
    .command('change-email')
    .description('Put an account under another address, where no mail can confirm it. The server may be running.')
    .argument('<old>', 'the address that the account has')
    .argument('<new>', 'the address that it gets');
  describeHelp(
    command,
    ['aerostack-admin change-email ada@example.com ada@new.example.com'],
    `
Nothing is sent to either address. Make sure that the new one belongs to that person: invites to it are theirs then.`,
  );
  command.action(async (before: string, after: string) => {
    const { name, email } = await onInstallation(surroundings, (ctx) => changeEmailForOperator(ctx, before, after));
    surroundings.output.succeed(`${name} signs in as ${email} from now on.`);
  });
}
