import { Argument, type Command } from 'commander';
import { findMember, memberArgument } from './find-member';
import { describeHelp, workspaceArgument } from './help';
import { type RoleName, roleNames } from './member-role';
import type { Tools } from './tools';

export function addChangeRole(parent: Command, tools: Tools): void {
  const command = parent
    .command('role')
    .description('Give a member another role. It counts for their next request.')
    .argument(...workspaceArgument)
    .argument(...memberArgument)
    .addArgument(new Argument('<role>', 'what they will be').choices(roleNames));
  describeHelp(command, [
    'aerostack workspace member role my-workspace grace@example.com admin',
    'aerostack workspace member role my-workspace grace@example.com member',
  ]);
  command.action((slug: string, asked: string, role: RoleName, options: { json?: true }) =>
    changeRole(tools, slug, asked, { ...options, role }),
  );
}

interface Change {
  role: RoleName;
  json?: true;
}

async function changeRole(tools: Tools, slug: string, asked: string, { role, json }: Change): Promise<void> {
  const { Member } = await import('../members/schemas');
  const rest = await tools.rest();
  const { id } = await findMember(rest, slug, asked, tools.output);
  const request = { method: 'PATCH', path: ['workspaces', slug, 'members', id], body: { role } } as const;
  const { body, value } = await rest.send(request, Member);
  tools.output.succeed(`${value.name} (${value.email}) is ${value.role} of ${slug}.`);
  if (json) await tools.output.json(body);
}
