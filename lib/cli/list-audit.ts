import { type Command, Option } from 'commander';
import type { AuditRecord } from '../audit/schemas';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { parseCount } from './duration';
import { findMember } from './find-member';
import { describeHelp, noWorkspace } from './help';
import { readPages } from './read-pages';
import type { Rest } from './rest-client';
import { momentsOf } from './show-moment';
import type { Column } from './table';
import type { Tools } from './tools';
import { parseWhen } from './when';

interface Options {
  actor?: string;
  action?: string;
  target?: string;
  result?: 'done' | 'refused';
  requestId?: string;
  since?: string;
  until?: string;
  limit: number;
  json?: true;
}

const columns: Column[] = [
  { header: 'TIME' },
  { header: 'ACTOR' },
  { header: 'ACTION' },
  { header: 'RESULT', colour: (result) => (result === 'refused' ? 33 : undefined) },
  { header: 'WHAT', shrinks: true },
  { header: 'ADDRESS' },
];

export function addListAudit(parent: Command, tools: Tools): void {
  const command = parent
    .command('audit')
    .description('List who changed what in a workspace, newest first; for admins.')
    .argument(...optionalWorkspace)
    .option('--actor <member>', 'what one member did, by address; system for what Aerostack did by itself')
    .option('--action <action>', 'token.create, or token for everything that was done with tokens')
    .option('--target <id>', 'what was done to one thing, by its ID')
    .addOption(
      new Option('--result <result>', 'refused for what a member tried and may not do').choices(['done', 'refused']),
    )
    .option('--request-id <id>', 'the one that an error message names')
    .option('--since <when>', 'from then on: 90m, 24h, 7d, or a date such as 2026-11-01T08:00:00Z', (text) =>
      parseWhen(text),
    )
    .option('--until <when>', 'up to then', (text) => parseWhen(text))
    .option('--limit <count>', 'how many at most', parseCount, 50);
  describeHelp(command, [
    'aerostack workspace audit my-workspace --since 7d',
    'aerostack workspace audit my-workspace --actor grace@example.com --action token',
    'aerostack workspace audit my-workspace --limit 1000 --json > audit.json',
  ]);
  command.action((slug: string | undefined, options: Options) => listAudit(tools, slug, options));
}

async function listAudit(tools: Tools, named: string | undefined, options: Options): Promise<void> {
  const { output } = tools;
  const slug = await chooseWorkspace(tools, named);
  const { AuditList } = await import('../audit/schemas');
  const rest = await tools.rest();
  const query = await queryOf(rest, slug, options, output);
  const request = { method: 'GET', path: ['workspaces', slug, 'audit'], query, missing: noWorkspace(slug) } as const;
  const { items, body } = await readPages(rest, request, AuditList, 'entries', options.limit);
  if (options.json) return output.json(body);
  if (items.length === 0) return output.say('No such entries.');
  const moment = momentsOf(tools);
  const rows = items.map((entry) => [
    moment(entry.at),
    entry.actor.kind === 'system' ? 'Aerostack' : (entry.actor.email ?? 'somebody who is gone'),
    entry.action,
    entry.result,
    targetOf(entry),
    entry.address ?? '–',
  ]);
  await output.table(columns, rows);
  if (body.next_cursor !== null) output.say('There are older ones: see --limit and --until.');
}

async function queryOf(
  rest: Rest,
  slug: string,
  options: Options,
  output: Tools['output'],
): Promise<Record<string, string>> {
  const { actor, action, target, result, requestId, since, until } = options;
  const named = { action, target, result, request_id: requestId, from: since, to: until };
  const given = Object.entries(named).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(actor === undefined ? {} : { actor: await actorId(rest, slug, actor, output) }),
  };
}

/** Who has left is in no list of members any more, and is named by the ID that `--json` shows. */
async function actorId(rest: Rest, slug: string, asked: string, output: Tools['output']): Promise<string> {
  if (asked === 'system' || /^[0-9a-f-]{36}$/.test(asked)) return asked;
  return (await findMember(rest, slug, asked, output)).user.id;
}

/** What the entry calls the thing: as it was called then. */
function targetOf({ details, target }: AuditRecord): string {
  const named = [details.name, details.email, details.attempt].find((one) => typeof one === 'string');
  return typeof named === 'string' ? named : target.id;
}
