import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, normalize, resolve } from 'node:path';
import type { Client, Place, Scope, System } from '../connect/client';

type Env = Record<string, string | undefined>;

export const systemOf = (platform: NodeJS.Platform): System =>
  platform === 'darwin' ? 'mac' : platform === 'win32' ? 'windows' : 'linux';

/** A place on this machine: `${NAME:-default}` is the variable where it is set, and `~` the home directory. */
export function resolvePlace(place: Place, env: Env, system = systemOf(process.platform)): string {
  const text = typeof place === 'string' ? place : place[system];
  const chosen = text.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, fallback: string) => env[name] || fallback);
  return normalize(chosen.replace(/^~/, () => env.HOME || homedir()));
}

/** The file of a client: the one that is there, else the one that is made. Null when it has none of this scope. */
export async function clientFile(client: Client, scope: Scope, env: Env): Promise<string | null> {
  const candidates =
    scope === 'user'
      ? client.user.map((place) => resolvePlace(place, env))
      : client.project.map((path) => resolve(path));
  for (const path of candidates) if (await exists(path)) return path;
  return candidates[0] ?? null;
}

/** Whether the client shows itself on this machine, by its file or the folder of it. */
export async function isInstalled(client: Client, env: Env): Promise<boolean> {
  const home = env.HOME || homedir();
  for (const path of client.user.map((place) => resolvePlace(place, env))) {
    const folder = dirname(path);
    if ((await exists(path)) || (folder !== normalize(home) && (await exists(folder)))) return true;
  }
  return client.id === 'claude-code' && exists(join(home, '.claude'));
}

/** As a person would write it. */
export function shortPath(path: string, env: Env): string {
  const home = normalize(env.HOME || homedir());
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
