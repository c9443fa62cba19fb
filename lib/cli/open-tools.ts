import { type Fetch, openFetch } from './open-fetch';
import { proxyVariable } from './proxy-for';
import type { Surroundings } from './run';
import { readSettings } from './settings';
import type { Tools } from './tools';

interface Given {
  version: string;
  profile(): string | undefined;
}

/** How long an answer may take before somebody at a terminal is told that it is waited for. */
const patienceMs = 1_000;

/** The tools of a run. The configuration is read when a command asks for it, and once. */
export function openTools(surroundings: Surroundings, { version, profile }: Given): Tools {
  const { env, output, signal } = surroundings;
  const settings = once(async () => {
    const { readConfig } = await import('./config-file');
    return readSettings(env, await readConfig(env), profile());
  });
  const restAt: Tools['restAt'] = async (origin, apiKey, deadlineMs) => {
    const [{ openRest }, fetch] = await Promise.all([import('./rest-client'), openFetch(env, origin)]);
    const means = { fetch: patient(fetch, origin), proxy: proxyVariable(env, origin), signal, deadlineMs };
    return openRest({ origin, apiKey }, { version, debug: output.debug, ...means });
  };
  const patient = (fetch: Fetch, origin: string): Fetch => {
    if (!surroundings.isInteractive) return fetch;
    return async (...asked) => {
      const timer = setTimeout(() => output.say(`Waiting for ${origin}…`), patienceMs);
      return fetch(...asked).finally(() => clearTimeout(timer));
    };
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
