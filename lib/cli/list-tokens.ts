import type { Command } from 'commander';
import type { TokenStatus } from '../tokens/schemas';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { readTokens } from './find-token';
import { describeHelp } from './help';
import { momentsOf } from './show-moment';
import type { Column } from './table';
import type { Tools } from './tools';

export const statusColours: Record<TokenStatus, number> = { active: 32, paused: 33, expired: 2, revoked: 2 };

const columns: Column[] = [
  { header: 'ID' },
  { header: 'NAME', shrinks: true },
  { header: 'STATUS', colour: (status) => statusColours[status as TokenStatus] },
  { header: 'CREATED' },
  { header: 'EXPIRES' },
  { header: 'LAST USED' },
];

export function addListTokens(parent: Command, tools: Tools): void {
  const command = parent
    .command('list')
    .description(
      'List a workspace’s tokens of every status, newest first. What they are is never shown, only what is known about them.',
    )
    .argument(...optionalWorkspace);
  describeHelp(command, [
    'aerostack workspace token list my-workspace',
    `aerostack workspace token list my-workspace --json | jq -r '.tokens[] | select(.active) | .id'`,
  ]);
  command.action((slug: string | undefined, options: { json?: true }) => listTokens(tools, slug, options));
}

async function listTokens(tools: Tools, named: string | undefined, { json }: { json?: true }): Promise<void> {
  const { output } = tools;
  const slug = await chooseWorkspace(tools, named);
  const { items, body } = await readTokens(await tools.rest(), slug, output);
  if (json) return output.json(body);
  if (items.length === 0) {
    return output.say(`No tokens yet. Make one: aerostack workspace token create ${slug} --name "Alice Cursor"`);
  }
  const moment = momentsOf(tools);
  const rows = items.map((token) => [
    token.id,
    token.name,
    token.status,
    moment(token.created_at),
    moment(token.expires_at),
    moment(token.last_used_at),
  ]);
  await output.table(columns, rows);
}
