import type { Command } from 'commander';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { readMembers } from './find-member';
import { describeHelp } from './help';
import { readInvites } from './read-invites';
import { momentsOf } from './show-moment';
import type { Tools } from './tools';

interface Options {
  invites?: true;
  json?: true;
}

const email = { header: 'EMAIL' };
const name = { header: 'NAME', shrinks: true as const };
const role = { header: 'ROLE' };
const memberColumns = [
  email,
  name,
  role,
  { header: 'JOINED' },
  { header: 'LAST ACTIVE' },
  { header: 'TOKENS' },
  { header: 'CALLS (30 D)' },
];
const inviteColumns = [
  email,
  role,
  { header: 'STATUS' },
  { header: 'SENT' },
  { header: 'EXPIRES' },
  { header: 'INVITED BY', shrinks: true as const },
];

export function addListMembers(parent: Command, tools: Tools): void {
  const command = parent
    .command('list')
    .description('List who belongs to a workspace.')
    .argument(...optionalWorkspace)
    .option('--invites', 'list instead who is invited and has not accepted yet; for admins');
  describeHelp(command, [
    'aerostack workspace member list my-workspace',
    'aerostack workspace member list my-workspace --invites',
  ]);
  command.action((slug: string | undefined, options: Options) => listMembers(tools, slug, options));
}

async function listMembers(tools: Tools, named: string | undefined, { invites, json }: Options): Promise<void> {
  const slug = await chooseWorkspace(tools, named);
  return invites ? showInvites(tools, slug, json) : showMembers(tools, slug, json);
}

async function showMembers(tools: Tools, slug: string, json: true | undefined): Promise<void> {
  const { output } = tools;
  const { items, body } = await readMembers(await tools.rest(), slug, output);
  if (json) return output.json(body);
  const moment = momentsOf(tools);
  const rows = items.map((member) => [
    member.email,
    member.name,
    member.role,
    moment(member.joined_at),
    moment(member.last_active_at),
    String(member.token_count),
    String(member.call_count ?? '–'),
  ]);
  await output.table(memberColumns, rows);
}

async function showInvites(tools: Tools, slug: string, json: true | undefined): Promise<void> {
  const { output } = tools;
  const { items, body } = await readInvites(await tools.rest(), slug, output);
  if (json) return output.json(body);
  if (items.length === 0)
    return output.say(`Nobody is invited. Invite somebody: aerostack workspace member invite ${slug} <email>`);
  const moment = momentsOf(tools);
  const rows = items.map((one) => [
    one.email,
    one.role,
    one.status,
    moment(one.sent_at),
    moment(one.expires_at),
    one.invited_by?.name ?? '–',
  ]);
  await output.table(inviteColumns, rows);
}
