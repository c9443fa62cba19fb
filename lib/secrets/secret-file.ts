import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The secret in the file, or null when there is no file. */
export function readSecretFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw new Error(`The secret in ${path} cannot be read: let this user read the file.`, { cause: error });
  }
}

/**
 * Writes a new random secret (0600) and returns it. The file appears whole or not at all, and one that is there is never overwritten:
 * when another process was first, its secret is returned.
 */
export function createSecretFile(path: string): string {
  const secret = randomBytes(32).toString('base64url');
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeDurably(draft, `${secret}\n`);
    linkSync(draft, path);
    syncFolder(dirname(path));
    return secret;
  } catch (error) {
    const present = hasCode(error, 'EEXIST') ? readSecretFile(path) : null;
    if (present !== null) return present;
    throw new Error(`The secret cannot be written to ${path}: make its folder writable, or set AEROSTACK_SECRET.`, {
      cause: error,
    });
  } finally {
    removeDraft(draft);
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What is sealed with a secret is lost with it, so its name must survive a power cut as well. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function removeDraft(draft: string): void {
  try {
    unlinkSync(draft);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;
