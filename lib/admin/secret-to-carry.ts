import { dirname, join } from 'node:path';
import { createSealer } from '../secrets/seal';
import { readSecretFile } from '../secrets/secret-file';
import { canaryKey } from '../secrets/vault';
import type { Places } from './places';
import type { Source } from './source';

/** Where the secret is that the copied credentials were sealed with: a file's path, or `AEROSTACK_SECRET`; null when it is nowhere here. */
export function findSecret({ env, file }: Places, source: Pick<Source, 'setting'>): string | null {
  const files = new Set([env.dataDir, dirname(file)].map((folder) => join(folder, 'secret')));
  const canary = source.setting(canaryKey);
  const places: [place: string, secret: string | null | undefined][] = [['AEROSTACK_SECRET', env.secret]];
  for (const path of files) places.push([path, readSecretFile(path)]);
  const found = places.find(([, secret]) => secret && (canary === null || opens(secret, canary)));
  return found?.[0] ?? null;
}

function opens(secret: string, canary: string): boolean {
  try {
    createSealer(secret).open(canary, canaryKey);
    return true;
  } catch {
    return false;
  }
}

/** What every instance has to be started with, line by line. The secret itself is never shown. */
export function carryOver(secretAt: string | null, { shownUrl }: Pick<Places, 'shownUrl'>): string[] {
  return [
    'Start every instance with',
    `  DATABASE_URL      the URL of PostgreSQL at ${shownUrl}`,
    `  AEROSTACK_SECRET  ${describeSecret(secretAt)}`,
    'The SQLite file is no longer read then. Keep it, and its secret, until you have seen PostgreSQL work.',
  ];
}

function describeSecret(secretAt: string | null): string {
  if (secretAt === null)
    return 'the secret that the SQLite file was used with. It is not here, and without it no instance starts on the copy.';
  if (secretAt === 'AEROSTACK_SECRET') return 'as it is set now: it opens the copied credentials';
  return `"$(cat '${secretAt}')": this value opens the copied credentials, and no other does`;
}
