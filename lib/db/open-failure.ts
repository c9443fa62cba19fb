import { dirname } from 'node:path';
import type { DatabaseTarget } from '../env';

/** What went wrong with the database at start, as one sentence for the operator: what, where, what to do. Never holds a password. */
export function openFailure(target: DatabaseTarget, cause: unknown): Error {
  const text = textOf(cause);
  return new Error(target.provider === 'sqlite' ? forFile(target.file, text) : forServer(target.url, text), { cause });
}

/** Codes and messages of an error and of what it wraps; Prisma's adapters wrap plain objects. */
function textOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 5) return '';
  const { message, code, kind, originalCode, originalMessage, cause, errors } = error as Record<string, unknown>;
  const own = [originalMessage, message, originalCode, code, kind].filter((part) => typeof part === 'string');
  const inner = [cause, ...(Array.isArray(errors) ? errors : [])].map((part) => textOf(part, depth + 1));
  return [...inner, ...own].filter((part) => part !== '').join(' ');
}

function forFile(file: string, cause: string): string {
  if (/EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN|Unable to open|ENOTDIR|EEXIST|EISDIR/.test(cause))
    return `The database ${file} cannot be written: make the folder ${dirname(file)} writable for this user, or choose another one with AEROSTACK_DATA_DIR or DATABASE_URL.`;
  if (/ENOSPC|SQLITE_FULL/.test(cause)) return `The disk that holds the database ${file} is full.`;
  if (/SQLITE_NOTADB|SQLITE_CORRUPT/.test(cause))
    return `The file ${file} is not a database, or it is damaged: restore a backup, or name another file in DATABASE_URL.`;
  if (/SQLITE_BUSY|SQLITE_LOCKED/.test(cause))
    return `The database ${file} is locked by another process: stop the other one, or wait until it has finished.`;
  return `The database ${file} cannot be opened (${firstLine(cause)}).`;
}

function forServer(url: string, cause: string): string {
  const { host, pathname, username } = new URL(url);
  const where = `PostgreSQL at ${host || 'localhost'}`;
  if (
    /ECONNREFUSED|DatabaseNotReachable|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ETIMEDOUT|timeout|ECONNRESET|P1001/.test(
      cause,
    )
  )
    return `${where} cannot be reached: check that it runs and that the host and port in DATABASE_URL are right.`;
  if (/28P01|28000|authentication failed/.test(cause))
    return `${where} does not let ${username || 'this user'} in: check the user and password in DATABASE_URL.`;
  if (/3D000/.test(cause))
    return `${where} has no database ${pathname.slice(1)}: create it, or name another one in DATABASE_URL.`;
  if (/42501|permission denied/.test(cause))
    return `${where} does not let ${username || 'this user'} create tables: grant it all rights on the database ${pathname.slice(1)}.`;
  if (/53300/.test(cause)) return `${where} has no free connection: raise max_connections or close other programs.`;
  return `${where} cannot be used (${firstLine(cause)}).`;
}

const firstLine = (text: string) => (text.split('\n', 1)[0] ?? '').slice(0, 300);
