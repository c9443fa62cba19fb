import type { Command } from 'commander';
import type { Token } from '../tokens/schemas';
import { type Fact, layOutFacts } from './facts';
import { findTokenId, noToken, tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import { momentsOf } from './show-moment';
import type { Tools } from './tools';

export function addShowToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('show')
    .description(
      'Show what is known about a token: whose it is, what it may do, who ended it. The token itself is known to nobody.',
    )
    .argument(...workspaceArgument)
    .argument(...tokenArgument);
  describeHelp(command, [
    'aerostack workspace token show my-workspace TOKEN_ID',
    'aerostack workspace token show my-workspace "CI Bot" --json | jq .expires_at',
  ]);
  command.action((slug: string, asked: string, options: { json?: true }) => showToken(tools, slug, asked, options));
}

async function showToken(tools: Tools, slug: string, asked: string, { json }: { json?: true }): Promise<void> {
  const { Token } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const id = await findTokenId(rest, slug, asked, tools.output);
  const request = { method: 'GET', path: ['workspaces', slug, 'tokens', id], missing: noToken(slug, id) } as const;
  const { body, value } = await rest.send(request, Token);
  if (json) return tools.output.json(body);
  await tools.output.result(layOutFacts(factsOf(value, momentsOf(tools))));
}

function factsOf(token: Token, moment: (iso: string | null) => string): Fact[] {
  const by = (person: Token['created_by']) => (person === null ? '' : ` by ${person.name} (${person.email})`);
  const { member, created_by, revoked_at, revoked_by, revoked_reason, exposed_at, last_used_client } = token;
  return [
    ['ID', token.id],
    ['Name', token.name],
    ['Token', token.hint],
    ['Status', token.status],
    ['Owner', member === null ? 'nobody: a bot' : `${member.name} (${member.email})`],
    ['Created', moment(token.created_at) + by(created_by)],
    ['Expires', moment(token.expires_at)],
    ['Last used', moment(token.last_used_at) + (last_used_client === null ? '' : ` by ${last_used_client}`)],
    ...scopeFacts(token),
    ['Paused', token.paused_at === null ? null : moment(token.paused_at)],
    ['Revoked', revoked_at === null ? null : `${moment(revoked_at)}${by(revoked_by)}, ${revoked_reason ?? 'revoked'}`],
    ['Took the place of', token.rotated_from],
    ['Replaced by', token.replaced_by],
    ['Found in the open', exposed_at === null ? null : `${moment(exposed_at)}, ${token.exposed_source ?? 'reported'}`],
  ];
}

/** What a token is narrowed to, a line each. */
export function scopeFacts({ scope, rate_limit }: Pick<Token, 'scope' | 'rate_limit'>): Fact[] {
  const list = (entries: string[] | null | undefined) => (entries?.length ? entries.join(', ') : null);
  return [
    ['Servers', list(scope?.servers) ?? 'all'],
    ['Only', list(scope?.allow)],
    ['Not', list(scope?.deny)],
    ['Reads only', scope?.read_only ? 'yes' : null],
    ['From', list(scope?.addresses)],
    ['Rate', rate_limit === null ? null : `${rate_limit} requests a minute`],
  ];
}
