import type { Command } from 'commander';
import type { Workspace } from '../workspaces/schemas';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { type Fact, layOutFacts } from './facts';
import { describeHelp, noWorkspace } from './help';
import { describeSpan } from './moment';
import { momentsOf } from './show-moment';
import type { Tools } from './tools';

interface Options {
  plain?: true;
  json?: true;
}

export function addShowWorkspace(parent: Command, tools: Tools): void {
  const command = parent
    .command('show')
    .description('Show a workspace: its gateway URL, what is in it, your role and its rules.')
    .argument(...optionalWorkspace)
    .option('--plain', 'print the gateway URL only');
  describeHelp(command, [
    'aerostack workspace show my-workspace',
    'curl "$(aerostack workspace show my-workspace --plain)" -H "Authorization: Bearer $AEROSTACK_MCP_TOKEN" …',
  ]);
  command.action((slug: string | undefined, options: Options) => showWorkspace(tools, slug, options));
}

async function showWorkspace(tools: Tools, named: string | undefined, { plain, json }: Options): Promise<void> {
  const slug = await chooseWorkspace(tools, named);
  const { Workspace } = await import('../workspaces/schemas');
  const request = { method: 'GET', path: ['workspaces', slug], missing: noWorkspace(slug) } as const;
  const { body, value } = await (await tools.rest()).send(request, Workspace);
  if (json) return tools.output.json(body);
  await tools.output.result(plain ? value.gateway_url : layOutFacts(factsOf(value, momentsOf(tools))));
}

function factsOf(workspace: Workspace, moment: (iso: string | null) => string): Fact[] {
  const { description, token_policy: policy, rate_limit } = workspace;
  const rules = [
    ...(policy.expiry_required ? ['must expire'] : []),
    ...(policy.max_lifetime === null ? [] : [`live for ${describeSpan(policy.max_lifetime)} at most`]),
    policy.on_leak === 'revoke' ? 'are revoked when they leak' : 'are reported when they leak',
  ];
  return [
    ['ID', workspace.id],
    ['Slug', workspace.slug],
    ['Name', workspace.name],
    ['Description', description === '' ? null : description],
    ['Gateway', workspace.gateway_url],
    ['Your role', workspace.role],
    ['Servers', String(workspace.server_count)],
    ['Tokens', String(workspace.token_count)],
    ['Members', String(workspace.member_count)],
    ['Rate', rate_limit === null ? null : `${rate_limit} requests a minute, all tokens together`],
    ['New tokens', rules.join(', ')],
    ['Created', moment(workspace.created_at)],
  ];
}
