import type { Command } from 'commander';
import { describeHelp } from './help';
import { printable } from './printable';
import type { Tools } from './tools';

export function addWhoami(parent: Command, tools: Tools): void {
  const command = parent.command('whoami').description('Say who you are, where, and by which key.');
  describeHelp(command, ['aerostack whoami', 'aerostack whoami --json | jq -r .user.email']);
  command.action((options: { json?: true }) => whoami(tools, options));
}

async function whoami(tools: Tools, options: { json?: true }): Promise<void> {
  const { env, output } = tools;
  const { Me } = await import('../workspaces/schemas');
  const [rest, settings] = await Promise.all([tools.rest(), tools.settings()]);
  const { body, value } = await rest.send({ method: 'GET', path: ['me'] }, Me);
  if (options.json) return output.json(body);
  const { name, email } = value.user;
  const key = env.AEROSTACK_API_KEY?.trim() ? 'AEROSTACK_API_KEY' : `profile ${settings.profile}`;
  const workspace = settings.workspace === undefined ? [] : [`Workspace: ${settings.workspace}`];
  const lines = [`User:      ${name} (${email})`, `Server:    ${settings.origin}`, `Key:       ${key}`, ...workspace];
  await output.result(lines.map(printable).join('\n'));
}
