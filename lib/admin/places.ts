import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { CliError } from '../cli/cli-error';
import { type Env, readEnv } from '../env';
import type { Surroundings } from './run';

/** Between which two databases a command works. */
export interface Places {
  env: Env;
  /** The SQLite file, an absolute path. */
  file: string;
  /** Of the PostgreSQL database; may hold a password. */
  url: string;
  /** `host/database`, fit to be shown. */
  shownUrl: string;
}

export interface PlaceOptions {
  from?: string;
  to?: string;
  json?: true;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .option('--from <file>', 'the SQLite file, as file:… or a path (default: the one of this installation)')
    .option('--to <url>', 'the PostgreSQL database, postgres://… (default: DATABASE_URL, where it names one)')
    .option('--json', 'print the result as JSON, with "version": 1');
}

/** @throws CliError in one sentence that repeats no URL: it may hold a password. */
export function readPlaces({ from, to }: PlaceOptions, { env: source, cwd }: Omit<Surroundings, 'output'>): Places {
  const env = readSettings(source);
  const url = to ?? (env.database.provider === 'postgres' ? env.database.url : undefined);
  if (url === undefined)
    throw new CliError('usage', 'Say where to: --to postgres://…, or set DATABASE_URL to it. Add --help for examples.');
  return { env, file: findFile(from, env, cwd), url, shownUrl: describeUrl(url) };
}

function findFile(from: string | undefined, env: Env, cwd: string): string {
  if (from !== undefined) {
    if (/^(?!file:)\w+:\/\//.test(from))
      throw new CliError('usage', '--from must name an SQLite file: file:… or a path.');
    return resolve(cwd, from.replace(/^file:/, '').replace(/^\/\/(?=\/)/, ''));
  }
  // Where DATABASE_URL names the target already, the source is the file that an installation without it has.
  const { database } = env;
  return database.provider === 'sqlite' ? database.file : join(env.dataDir, 'aerostack.db');
}

function describeUrl(url: string): string {
  const isPostgres = /^postgres(ql)?:\/\//.test(url);
  if (!isPostgres) throw new CliError('usage', '--to must start with postgres:// or postgresql://.');
  if (!URL.canParse(url))
    throw new CliError(
      'usage',
      'The URL of PostgreSQL cannot be read: write special characters of the password as %XX, or use PGPASSWORD.',
    );
  const { host, pathname } = new URL(url);
  return `${host || 'localhost'}${decodeURIComponent(pathname)}`;
}

function readSettings(source: Surroundings['env']): Env {
  try {
    return readEnv(source);
  } catch (error) {
    throw new CliError('usage', error instanceof Error ? error.message : String(error), { cause: error });
  }
}
