import type { Command } from 'commander';
import { findMember } from './find-member';
import { findServer } from './find-server';
import { findTokenId } from './find-token';
import type { Output } from './output';
import type { Rest } from './rest-client';
import { parseWhen } from './when';

export interface CallFilterOptions {
  since?: string;
  until?: string;
  member?: string;
  token?: string;
  server?: string;
  tool?: string;
}

/** Whose calls, of which tools, and when; the same for the calls and for their sums. */
export const withCallFilters = (command: Command): Command =>
  command
    .option('--since <when>', 'from then on: 90m, 24h, 7d, or a date such as 2026-11-01T08:00:00Z', (text) =>
      parseWhen(text),
    )
    .option('--until <when>', 'up to then', (text) => parseWhen(text))
    .option('--member <member>', 'those of one member, by address')
    .option('--token <TOKEN_ID>', 'those with one token, by ID or name')
    .option('--server <server>', 'those to one server, by slug')
    .option('--tool <tool>', 'those of one tool, as clients name it');

/** The query of the REST API: names become the IDs that it wants. @throws CliError `not_found` for a name that is unknown. */
export async function readCallFilters(
  rest: Rest,
  slug: string,
  { since, until, member, token, server, tool }: CallFilterOptions,
  output: Output,
): Promise<Record<string, string>> {
  const isNobody = member === 'none';
  return {
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(member === undefined ? {} : { member: isNobody ? member : (await findMember(rest, slug, member, output)).id }),
    ...(token === undefined ? {} : { token: await findTokenId(rest, slug, token, output) }),
    ...(server === undefined ? {} : { server: (await findServer(rest, slug, server, output)).id }),
    ...(tool === undefined ? {} : { tool }),
  };
}
