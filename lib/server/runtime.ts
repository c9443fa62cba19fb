import type { Registry as MetricsRegistry } from 'prom-client';
import type { Afterwards } from '../afterwards';
import type { Db } from '../db/client';
import type { Env } from '../env';
import type { createGateway } from '../gateway/handle-request';
import type { Registry } from '../instances/registry';
import type { Log } from '../log';
import type { Mailer } from '../mail/mailer';
import type { RateCounter } from '../rate-limit/rate-counter';
import type { Vault } from '../secrets/vault';
import type { Connections } from '../servers/connections';
import type { UsageWriter } from '../usage/usage-writer';

export type Gateway = ReturnType<typeof createGateway>;

/** All state of this process. Our server's bundle and Next's bundle share it through the one place named below. */
export interface Runtime {
  readonly env: Env;
  readonly log: Log;
  readonly db: Db;
  readonly provider: 'sqlite' | 'postgres';
  readonly vault: Vault;
  readonly connections: Connections;
  readonly mail: Mailer;
  readonly afterwards: Afterwards;
  readonly gateway: Gateway;
  readonly rate: RateCounter;
  readonly usage: UsageWriter;
  readonly instances: Registry;
  readonly metrics: MetricsRegistry;
  readonly version: string;
  /** `draining` from the first signal on: nothing new is taken, what runs may finish. */
  state: 'ready' | 'draining';
  /** Rejects when the database does not answer. */
  checkDatabase(): Promise<void>;
  /** Ends streams, writes what is counted, closes what is open. Repeated calls share one run. */
  stop(): Promise<void>;
}

const place = Symbol.for('aerostack.runtime');

const holder = globalThis as { [place]?: Runtime | Promise<Runtime> };

/** @throws when the process was not started by `npm start`, `next start` or `next dev`. */
export function getRuntime(): Runtime {
  const runtime = holder[place];
  if (runtime === undefined || runtime instanceof Promise) throw new Error('The runtime has not been started.');
  return runtime;
}

/** The one runtime of this process, made on first use. Who comes while it is being made waits for the same one. */
export async function ensureRuntime(make: () => Promise<Runtime>): Promise<Runtime> {
  const present = holder[place];
  if (present !== undefined) return present;
  const pending = make();
  holder[place] = pending;
  try {
    const runtime = await pending;
    holder[place] = runtime;
    return runtime;
  } catch (error) {
    delete holder[place];
    throw error;
  }
}

/** Forgets the runtime when it has stopped, so that a new one can be made. */
export function forgetRuntime(): void {
  delete holder[place];
}
