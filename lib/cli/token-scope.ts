import { type Command, Option } from 'commander';
import type { TokenScopeInput } from '../tokens/schemas';
import { collectList } from './collect';
import { parseCount } from './duration';

export interface ScopeOptions {
  tools?: string[];
  deny?: string[];
  server?: string[];
  readOnly?: true;
  address?: string[];
  rate?: number;
}

/** What a token may be narrowed to. */
export const withScopeOptions = (command: Command): Command =>
  command
    .option(
      '--tools <patterns>',
      'only these, as <server>__<tool>; * is any run of characters: "github__*,tracker__find"',
      collectList,
    )
    .option('--deny <patterns>', 'not these, whatever --tools says', collectList)
    .option('--server <servers>', 'only the tools of these servers, by slug', collectList)
    .option('--read-only', 'only tools that say of themselves that they change nothing')
    .option('--address <ranges>', 'only from these addresses: "10.0.0.0/8,192.0.2.7/32"', collectList)
    .addOption(new Option('--rate <count>', 'requests a minute, below the usual limit').argParser(parseCount));

/** Undefined for a token that is not narrowed. */
export function scopeOf({ tools, deny, server, readOnly, address }: ScopeOptions): TokenScopeInput | undefined {
  const isNarrowed = [tools, deny, server, readOnly, address].some((one) => one !== undefined);
  if (!isNarrowed) return undefined;
  return {
    ...(server === undefined ? {} : { servers: server }),
    ...(tools === undefined ? {} : { allow: tools }),
    ...(deny === undefined ? {} : { deny }),
    ...(address === undefined ? {} : { addresses: address }),
    read_only: readOnly === true,
  };
}
