import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UneditableConfig, UnreadableConfig } from '../connect/config-format';
import { CliError } from './cli-error';
import { replaceFile } from './replace-file';

const bytesMax = 32 * 1024 * 1024;
const triesMax = 5;
const backupMark = '.aerostack-backup-';

/** The text of a configuration file; null when there is none. @throws CliError when it is no text, or cannot be read. */
export async function readClientFile(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unusable(path, error);
  });
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new CliError('failure', `${path} is not a file. It was left as it is.`);
    if (found.size > bytesMax) throw new CliError('failure', `${path} is too large to be a configuration.`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile());
  } catch (error) {
    if (error instanceof TypeError)
      throw new CliError('failure', `${path} is not UTF-8 text. It was left as it is; save it as UTF-8.`);
    throw error instanceof CliError ? error : unusable(path, error as NodeJS.ErrnoException);
  } finally {
    await file.close();
  }
}

/** Calls `use`, and says of which file it is that cannot be read or edited. */
export function withFileNamed<Value>(path: string, use: () => Value): Value {
  try {
    return use();
  } catch (error) {
    if (error instanceof UnreadableConfig) {
      const { line, column, reason } = error;
      throw new CliError(
        'failure',
        `${path}:${line}:${column}: ${reason}. The file was left as it is; mend it there.`,
        {
          cause: error,
        },
      );
    }
    if (error instanceof UneditableConfig)
      throw new CliError('failure', `${path}: ${error.message}. The file was left as it is.`, { cause: error });
    throw error;
  }
}

export interface Edit {
  /** What the file was before; null when it was not there. */
  before: string | null;
  after: string;
  /** Where the file as it was is kept; null when nothing was changed, or nothing was there. */
  backup: string | null;
}

/**
 * Edits a configuration file: a backup beside it, which replaces an older one, then the whole file at once. A client that writes the
 * file meanwhile is not written over: the edit is made anew.
 */
export async function editClientFile(path: string, now: Date, edit: (text: string) => string): Promise<Edit> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const before = await readClientFile(path);
    const after = withFileNamed(path, () => edit(before ?? ''));
    if (after === (before ?? '')) return { before, after, backup: null };
    try {
      const backup = before === null ? null : await writeBackup(path, before, now);
      await mkdir(dirname(path), { recursive: true });
      if ((await readClientFile(path)) !== before) continue;
      await replaceFile(path, after, { mode: 0o600 });
      await dropBackups(path, backup);
      return { before, after, backup };
    } catch (error) {
      throw error instanceof CliError ? error : unusable(path, error as NodeJS.ErrnoException);
    }
  }
  throw new CliError(
    'failure',
    `${path} is being written by another program all the time. Close the client and repeat.`,
  );
}

async function writeBackup(path: string, text: string, now: Date): Promise<string> {
  const backup = `${path}${backupMark}${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  await rm(backup, { force: true });
  await replaceFile(backup, text, { mode: 0o600 });
  return backup;
}

/** The backup that a former edit left; null without one. */
export async function findBackup(path: string): Promise<string | null> {
  return (await backupsOf(path)).sort().at(-1) ?? null;
}

export async function dropBackups(path: string, kept: string | null): Promise<void> {
  for (const backup of await backupsOf(path)) if (backup !== kept) await rm(backup, { force: true });
}

async function backupsOf(path: string): Promise<string[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  return names.filter((name) => name.startsWith(basename(path) + backupMark)).map((name) => join(dirname(path), name));
}

/** Whether others of this machine may read the file. Windows has no such modes. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  return ((await stat(path)).mode & 0o044) !== 0;
}

const unusable = (path: string, error: NodeJS.ErrnoException) =>
  new CliError(
    'failure',
    `${path} cannot be used (${error.code ?? error.message}). Check its folder and permissions.`,
    {
      cause: error,
    },
  );
