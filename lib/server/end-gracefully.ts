import type { IncomingMessage, Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { isHealthPath } from '../transport/health';
import { closeServer } from './listen';
import type { Runtime } from './runtime';

/** How long requests under way may take to finish once the process was asked to end. */
const drainMs = 10_000;
/** How long a balancer that asks `/readyz` every second may take to send nothing here any more; meanwhile all is answered. */
const noticeMs = 3_000;
/** One that is slower is waited for: nothing may have come for this long, and it may take this long at most. */
const quietMs = 1_000;
const noticeMsMax = 10_000;
/** How long a process that failed may take to write down what it counted. */
const lastWordsMs = 3_000;

interface Parts {
  server: Server;
  runtime: Runtime;
  closeNext(): Promise<void>;
}

/** Ends the process in order on SIGTERM and SIGINT, at once on the second signal, and with exit code 1 when it can no longer be trusted. */
export function endGracefully(parts: Parts): void {
  const { log } = parts.runtime;
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isEnding) process.exit(1);
    isEnding = true;
    log.info({ signal }, 'ending: finishing the requests under way; a second signal ends at once');
    drain(parts).then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'could not end in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);

  const onFault = (err: unknown) => {
    log.fatal({ err }, 'an error that nobody handled: the process ends');
    const end = () => process.exit(1);
    globalThis.setTimeout(end, lastWordsMs);
    parts.runtime.stop().then(end, end);
  };
  process.once('uncaughtException', onFault);
  process.once('unhandledRejection', onFault);
}

/**
 * The order in which nothing is lost: say so, take no new work, finish what runs, end streams, write what was counted, close what is open.
 * Where another instance can take over, whoever balances between them gets the time to see that this one is not ready any more.
 */
export async function drain({ server, runtime, closeNext }: Parts): Promise<void> {
  runtime.state = 'draining';
  // On PostgreSQL there may be others, also one that has started a moment ago and is not known here yet.
  if (runtime.provider === 'postgres') await untilQuiet(server);
  const isComplete = await closeServer(server, drainMs, () => void runtime.gateway.drain());
  if (!isComplete) runtime.log.warn(`requests that ran longer than ${drainMs / 1_000} s were ended`);
  await runtime.stop();
  await closeNext();
}

/** Resolves when nobody sends anything here any more but those who ask whether this instance is ready. */
async function untilQuiet(server: Server): Promise<void> {
  const startedMs = performance.now();
  let lastMs = startedMs;
  const note = ({ url = '' }: IncomingMessage) => {
    if (!isHealthPath(url)) lastMs = performance.now();
  };
  server.on('request', note);
  await setTimeout(noticeMs);
  while (performance.now() - lastMs < quietMs && performance.now() - startedMs < noticeMsMax) await setTimeout(100);
  server.off('request', note);
}
