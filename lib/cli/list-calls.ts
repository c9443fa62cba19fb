import { type Command, Option } from 'commander';
import type { Call, CallOutcome } from '../calls/schemas';
import { type CallFilterOptions, readCallFilters, withCallFilters } from './call-filters';
import { callCells, outcomeColour } from './call-line';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { parseCount } from './duration';
import { followCalls } from './follow-calls';
import { describeHelp, noWorkspace } from './help';
import { readPages } from './read-pages';
import type { RestRequest } from './rest-client';
import { momentsOf } from './show-moment';
import type { Column } from './table';
import type { Tools } from './tools';

interface Options extends CallFilterOptions {
  follow?: true;
  outcome?: CallOutcome | 'failed';
  client?: string;
  requestId?: string;
  limit: number;
  json?: true;
}

const outcomes = [
  'ok',
  'failed',
  'tool_error',
  'protocol_error',
  'server_error',
  'timeout',
  'unreachable',
  'cancelled',
  'unknown_tool',
  'denied',
] as const satisfies readonly (CallOutcome | 'failed')[];

const columns: Column[] = [
  { header: 'TIME' },
  { header: 'OUTCOME', colour: outcomeColour },
  { header: 'MS' },
  { header: 'TOOL', shrinks: true },
  { header: 'TOKEN' },
  { header: 'MEMBER' },
  { header: 'CLIENT' },
];

export function addListCalls(parent: Command, tools: Tools): void {
  const command = parent
    .command('calls')
    .description('List the calls through a workspace, newest first: your own, or with the role for it everybody’s.')
    .argument(...optionalWorkspace)
    .addOption(
      new Option('-f, --follow', 'go on with those that are made from now on, newest last, until Ctrl-C').conflicts(
        'until',
      ),
    );
  withCallFilters(command)
    .addOption(new Option('--outcome <outcome>', 'those that ended so; failed for all but ok').choices(outcomes))
    .option('--client <client>', 'those of one client, by what it calls itself')
    .option('--request-id <id>', 'the one that an error message names')
    .option('--limit <count>', 'how many at most', parseCount, 50);
  describeHelp(
    command,
    [
      'aerostack workspace calls my-workspace',
      'aerostack workspace calls my-workspace --follow --outcome failed',
      'aerostack workspace calls my-workspace --since 24h --token "CI Bot" --limit 1000 --json',
      'aerostack workspace calls my-workspace --follow --json | jq -c "[.at, .tool, .outcome]"',
    ],
    '\nWith --follow, --json prints one call a line.',
  );
  command.action((slug: string | undefined, options: Options) => listCalls(tools, slug, options));
}

async function listCalls(tools: Tools, named: string | undefined, options: Options): Promise<void> {
  const { output } = tools;
  const { follow, outcome, client, requestId, limit, json } = options;
  const slug = await chooseWorkspace(tools, named);
  const rest = await tools.rest();
  const query = {
    ...(await readCallFilters(rest, slug, options, output)),
    ...(outcome === undefined ? {} : { outcome }),
    ...(client === undefined ? {} : { client }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
  };
  const request: RestRequest = {
    method: 'GET',
    path: ['workspaces', slug, 'calls'],
    query,
    missing: noWorkspace(slug),
  };
  if (follow) return followCalls(tools, rest, request, { limit, json });
  const { CallList } = await import('../calls/schemas');
  const { items, body } = await readPages(rest, request, CallList, 'calls', limit);
  if (json) return output.json(body);
  if (items.length === 0) return output.say('No such calls.');
  await output.table(columns, rowsOf(tools, items));
  if (body.next_cursor !== null) output.say('There are older ones: see --limit and --until.');
}

function rowsOf(tools: Tools, calls: Call[]): string[][] {
  const moment = momentsOf(tools);
  return calls.map((call) => callCells(call, moment(call.at)));
}
