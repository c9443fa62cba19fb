import type { Command } from 'commander';
import type { TokenStatus } from '../tokens/schemas';
import { describeHelp, noWorkspace, workspaceArgument } from './help';
import { describeMoment } from './moment';
import { readAllPages } from './read-all-pages';
import type { Column } from './table';
import type { Tools } from './tools';

const statusColours: Record<TokenStatus, number> = { active: 32, paused: 33, expired: 2, revoked: 2 };

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
    .argument(...workspaceArgument);
  describeHelp(command, [
    'aerostack workspace token list my-workspace',
    `aerostack workspace token list my-workspace --json | jq -r '.tokens[] | select(.active) | .id'`,
  ]);
  command.action((slug: string, options: { json?: true }) => listTokens(tools, slug, options));
}

async function listTokens({ rest, output, now }: Tools, slug: string, options: { json?: true }): Promise<void> {
  const request = { method: 'GET', path: ['workspaces', slug, 'tokens'], missing: noWorkspace(slug) } as const;
  const { TokenList } = await import('../tokens/schemas');
  const { items, body } = await readAllPages(await rest(), request, TokenList, 'tokens', output);
  if (options.json) return output.json(body);
  if (items.length === 0) {
    return output.say(`No tokens yet. Make one: aerostack workspace token create ${slug} --name "Alice Cursor"`);
  }
  // A person wants to know how long ago; a program wants the instant.
  const today = now();
  const moment = (iso: string | null) => (output.isTerminal ? describeMoment(iso, today) : (iso ?? 'never'));
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
