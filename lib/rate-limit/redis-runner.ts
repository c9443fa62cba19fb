import type { ScriptRunner } from './remote-log';

const connectMs = 1_000;
/** A connection on which nothing comes back for so long is given up for a new one. Well beyond any pause of this process. */
const silenceMs = 2_000;
const reconnectMs = { min: 100, max: 1_000 };

/**
 * Connects to Redis, and goes on trying in the background. A command fails at once while there is no connection, is never sent twice
 * and never waits in a queue: whoever asks has a better answer than a late one. Resolves after the first attempt, which may have failed.
 */
export async function openRedisRunner(url: string): Promise<ScriptRunner> {
  // Here, not above: an installation without Redis does not pay for its client.
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectMs,
    socketTimeout: silenceMs,
    retryStrategy: (attempt) => Math.min(reconnectMs.max, reconnectMs.min * 2 ** (attempt - 1)),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    // It would wait for ten seconds; a Redis that is still loading refuses the probe.
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    // After a failover the old connection leads to what is a replica now.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  let fault: Error | null = null;
  redis.on('error', (error: Error) => {
    fault = error;
  });
  redis.on('ready', () => {
    fault = null;
  });
  /** Why there is no connection says more than that there is none. */
  const withReason = (error: Error): never => {
    throw fault ?? error;
  };
  await redis.connect().catch(() => undefined);
  return {
    evalsha: (sha, keys, args) => redis.evalsha(sha, keys.length, ...keys, ...args).catch(withReason),
    eval: (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args).catch(withReason),
    close: async () => redis.disconnect(),
  };
}
