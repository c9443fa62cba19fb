import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { inject } from 'vitest';

export const redisPort = 6379;
export const redisUrl = `redis://127.0.0.1:${redisPort}`;

/** Whether the tests on Redis can run. Where services are required its absence is for them to fail on. */
export async function hasRedis(): Promise<boolean> {
  if (inject('requireServices')) return true;
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 1_000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const answers = await redis.connect().then(
    () => true,
    () => false,
  );
  redis.disconnect();
  if (!answers) process.stderr.write(`Redis on ${redisUrl} does not answer: its tests are left out.\n`);
  return answers;
}

/** Keys that nobody else has, and what removes them. */
export function ownKeys(): { prefix: string; drop(): Promise<void> } {
  const prefix = `aerostack_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const drop = async () => {
    const redis = new Redis(redisUrl);
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 })) {
      if ((keys as string[]).length > 0) await redis.del(keys as string[]);
    }
    redis.disconnect();
  };
  return { prefix, drop };
}
