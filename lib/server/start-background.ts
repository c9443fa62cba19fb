import type { Registry } from '../instances/registry';
import { runOnce } from '../instances/run-once';
import type { Running } from '../repeat';
import { startRefreshing } from '../servers/refresh-all';
import { watchServers } from '../servers/watch-servers';
import { startWarningOfExpiry } from '../tokens/warn-of-expiry';
import { startKeepingUsage } from '../usage/keep-usage';
import type { Runtime } from './runtime';

type Parts = Pick<Runtime, 'env' | 'log' | 'db' | 'provider' | 'vault' | 'connections' | 'mail'> & {
  instances: Pick<Registry, 'id'>;
};

/** What one process does for the whole installation: keeps catalogues fresh, listens to servers, warns of expiry, sums usage up. */
export function startBackground(parts: Parts): Running {
  if (!parts.env.background) return { stop: async () => undefined };
  const start = () => {
    const works: Running[] = [
      startRefreshing({ ...parts, random: Math.random }),
      watchServers(parts),
      startKeepingUsage(parts),
    ];
    if (parts.mail.isOn) works.push(startWarningOfExpiry(parts));
    return {
      async stop() {
        await Promise.all(works.map((work) => work.stop()));
      },
    };
  };
  if (parts.provider === 'sqlite') return start();
  return runOnce({ db: parts.db, log: parts.log, holder: parts.instances.id }, 'background', start);
}
