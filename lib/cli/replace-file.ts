import { randomBytes } from 'node:crypto';
import { open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

interface ReplaceOptions {
  /** Of a file that does not exist yet; an existing one keeps its own. */
  mode: number;
}

/**
 * Puts a file's new content in the place of the old one. Whoever reads it, and whenever this process is killed, it is whole: the old
 * or the new. A symbolic link stays one, and what it leads to is replaced. The folder must exist.
 */
export async function replaceFile(path: string, content: string | Uint8Array, { mode }: ReplaceOptions): Promise<void> {
  const target = await followLink(path);
  const found = await stat(target).catch(unlessMissing);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      // Not by the mode of `open`: the process's umask would take its part.
      await file.chmod(found === undefined ? mode : found.mode & 0o7777);
      if (found !== undefined && process.getuid?.() === 0) await file.chown(found.uid, found.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Where a link leads, also when nothing is there yet. */
async function followLink(path: string): Promise<string> {
  const real = await realpath(path).catch(unlessMissing);
  if (real !== undefined) return real;
  const next = await readlink(path).catch(() => undefined);
  return next === undefined ? path : resolve(dirname(path), next);
}

/** The new name outlasts a power cut too. Some file systems, and Windows, cannot be asked for that. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
