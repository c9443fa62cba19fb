import { type Command, Option } from 'commander';
import type { UsageGrouping, UsageNumbers } from '../usage/schemas';
import { type CallFilterOptions, readCallFilters, withCallFilters } from './call-filters';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { parseCount } from './duration';
import { describeHelp, noWorkspace } from './help';
import { momentsOf } from './show-moment';
import type { Column } from './table';
import type { Tools } from './tools';

interface Options extends CallFilterOptions {
  by: UsageGrouping;
  limit?: number;
  json?: true;
}

const groupings = ['member', 'token', 'tool', 'server', 'day', 'hour'] as const satisfies readonly UsageGrouping[];

export function addShowUsage(parent: Command, tools: Tools): void {
  const command = parent
    .command('usage')
    .description(
      'Show how a workspace is used: your own part, or with the role for it everybody’s. The last seven days, unless told otherwise.',
    )
    .argument(...optionalWorkspace)
    .addOption(new Option('--by <group>', 'what to count by').choices(groupings).default('tool'))
    .option('--limit <count>', 'how many groups, those with most calls first', parseCount);
  withCallFilters(command);
  describeHelp(command, [
    'aerostack workspace usage my-workspace',
    'aerostack workspace usage my-workspace --by member --since 30d',
    'aerostack workspace usage my-workspace --by hour --token "CI Bot" --since 24h --json',
  ]);
  command.action((slug: string | undefined, options: Options) => showUsage(tools, slug, options));
}

async function showUsage(tools: Tools, named: string | undefined, options: Options): Promise<void> {
  const { output } = tools;
  const slug = await chooseWorkspace(tools, named);
  const { Usage } = await import('../usage/schemas');
  const rest = await tools.rest();
  const filters = await readCallFilters(rest, slug, options, output);
  const query = {
    ...filters,
    group_by: options.by,
    ...(options.limit === undefined ? {} : { limit: String(options.limit) }),
  };
  const path = ['workspaces', slug, 'usage'];
  const { body, value } = await rest.send({ method: 'GET', path, query, missing: noWorkspace(slug) }, Usage);
  if (options.json) return output.json(body);
  const { from, to, totals, groups, group_count } = value;
  output.say(`${totals.calls} calls from ${from} to ${to}${sharesOf(totals)}.`);
  if (groups.length === 0) return;
  const moment = momentsOf(tools);
  const rows = groups.map((group) => [
    group.name ?? (group.id === null ? 'nobody' : `gone (${group.id})`),
    ...numbersOf(group),
    moment(group.last_used_at),
  ]);
  await output.table(columnsFor(options.by), rows);
  if (group_count > groups.length) output.say(`There are ${group_count}: --limit shows more.`);
}

const columnsFor = (by: UsageGrouping): Column[] => [
  { header: by.toUpperCase(), shrinks: true },
  ...['CALLS', 'OK', 'FAILED', 'DENIED', 'LIMITED', 'SUCCESS', 'P50 MS', 'P95 MS', 'LAST USED'].map((header) => ({
    header,
  })),
];

function numbersOf({ calls, outcomes, success_rate, server_ms }: UsageNumbers): string[] {
  const { ok, denied, limited } = outcomes;
  const ms = (value: number | undefined) => (value === undefined ? '–' : String(Math.round(value * 10) / 10));
  const counts = [calls, ok, calls - ok - denied - limited, denied, limited].map(String);
  return [...counts, percentOf(success_rate), ms(server_ms?.p50), ms(server_ms?.p95)];
}

/** Never 100 % while something failed. */
const percentOf = (rate: number | null) => (rate === null ? '–' : `${Math.floor(rate * 1_000) / 10} %`);

const sharesOf = ({ success_rate }: UsageNumbers) =>
  success_rate === null ? '' : `, ${percentOf(success_rate)} of them a success`;
