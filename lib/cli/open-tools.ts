import { openFetch, proxyVariable } from './open-fetch';
import type { Surroundings } from './run';
import { readSettings } from './settings';
import type { Tools } from './tools';

interface Given {
  version: string;
  profile(): string | undefined;
}

/** The tools of a run. The configuration is read when a command asks for it, and once. */
export function openTools(surroundings: Surroundings, { version, profile }: Given): Tools {
  const { env, output, signal } = surroundings;
  const settings = once(async () => {
    const { readConfig } = await import('./config-file');
    return readSettings(env, await readConfig(env), profile());
  });
  const restAt: Tools['restAt'] = async (origin, apiKey, deadlineMs) => {
    const [{ openRest }, fetch] = await Promise.all([import('./rest-client'), openFetch(env, origin)]);
    const proxy = proxyVariable(env, origin);
    return openRest({ origin, apiKey }, { version, signal, debug: output.debug, fetch, proxy, deadlineMs });
  };
  const rest = once(async () => {
    const { origin, apiKey } = await settings();
    return restAt(origin, apiKey);
  });
  return { ...surroundings, profileOption: profile, settings, rest, restAt };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
