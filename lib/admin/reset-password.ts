import type { Command } from 'commander';
import { resetForOperator } from '../account/reset-for-operator';
import { describeHelp } from '../cli/help';
import { onInstallation } from './on-installation';
import type { Surroundings } from './run';

export function addResetPassword(parent: Command, surroundings: Surroundings): void {
  const command = parent
    .command('reset-password')
    .description('Make a link that sets an account’s password. The server may be running.')
    .argument('<email>', 'the address that the account signs in with');
  describeHelp(
    command,
    ['aerostack-admin reset-password ada@example.com'],
    `
The link is all that goes to stdout. It works once, for an hour; a newer one ends it. Using it ends all sessions of the
account; its API keys stay.`,
  );
  command.action((email: string) => resetPassword(email, surroundings));
}

async function resetPassword(email: string, surroundings: Surroundings): Promise<void> {
  const { output } = surroundings;
  const { link, expires_at } = await onInstallation(surroundings, (ctx) => resetForOperator(ctx, email));
  if (!surroundings.env.AEROSTACK_URL)
    output.say(
      `AEROSTACK_URL is not set: the link begins with ${new URL(link).origin}, wherever the server is reached.`,
    );
  output.say(`Whoever opens this link sets the password of ${email}. It works once, until ${expires_at}.`);
  await output.result(link);
}
