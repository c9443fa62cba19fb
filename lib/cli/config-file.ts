import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CliError } from './cli-error';
import type { Config } from './config-schema';
import { holdLock } from './hold-lock';
import { replaceFile } from './replace-file';
import { defaultProfile } from './settings';

export type { Config, Profile } from './config-schema';

type Env = Record<string, string | undefined>;

const bytesMax = 1024 * 1024;

const folderOf = (env: Env) => join(env.HOME || homedir(), '.aerostack');
export const configPath = (env: Env) => join(folderOf(env), 'config.json');

/**
 * What `~/.aerostack/config.json` holds; an absent file is an empty configuration.
 * @throws CliError when the file is not what this program wrote, or others might read or change it. Its content is never repeated.
 */
export async function readConfig(env: Env): Promise<Config> {
  const path = configPath(env);
  try {
    refuseStrangers(folderOf(env), await stat(folderOf(env)), 0o022, 'go-w');
    const file = await open(path, 'r');
    try {
      return await parseConfig(path, await readWhole(path, file));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { version: 1, profile: defaultProfile, profiles: {} };
    throw explain(path, error);
  }
}

/**
 * Reads, changes and replaces the configuration while no other process does; the folder and the file are the owner's alone.
 * @throws CliError as `readConfig`, and when the disk does not take it.
 */
export async function changeConfig(env: Env, change: (config: Config) => Config): Promise<void> {
  const path = configPath(env);
  try {
    await mkdir(folderOf(env), { recursive: true, mode: 0o700 });
    await holdLock(`${path}.lock`, async () => {
      const changed = change(await readConfig(env));
      await replaceFile(path, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
    });
  } catch (error) {
    throw explain(path, error);
  }
}

async function readWhole(path: string, file: FileHandle): Promise<string> {
  const found = await file.stat();
  if (!found.isFile()) throw new CliError('failure', `${path} is not a file. Move it away, and run aerostack login.`);
  refuseStrangers(path, found, 0o077, '600');
  if (found.size > bytesMax) throw unusable(path, 'is far too large to be a configuration');
  return file.readFile('utf8');
}

/** Windows has neither owners nor modes of this kind. */
function refuseStrangers(path: string, { uid, mode }: { uid: number; mode: number }, forbidden: number, mend: string) {
  const self = process.getuid?.();
  if (self === undefined) return;
  if (uid !== self)
    throw new CliError('failure', `${path} belongs to somebody else. Make it yours: sudo chown ${self} ${path}`);
  if ((mode & forbidden) !== 0) {
    throw new CliError('failure', `${path} is open to other users of this machine. Close it: chmod ${mend} ${path}`);
  }
}

async function parseConfig(path: string, text: string): Promise<Config> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unusable(path, 'is not valid JSON');
  }
  const { Config } = await import('./config-schema');
  const parsed = Config.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.path[0] === 'version') throw unusable(path, 'was written by another version of aerostack');
  throw unusable(path, `is not a configuration of aerostack (at ${issue?.path.join('.') || 'its top'})`);
}

const unusable = (path: string, what: string) =>
  new CliError('failure', `${path} ${what}. Mend it, or move it away and run aerostack login.`);

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

function explain(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (typeof code !== 'string') return error;
  return new CliError('failure', `${path} cannot be used (${code}). Check the folder and the disk it is on.`, {
    cause: error,
  });
}
