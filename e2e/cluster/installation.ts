import { randomBytes } from 'node:crypto';
import { createDatabase, type OwnDatabase, postgresPort } from '../fixtures/postgres';
import { freePort } from '../free-port';
import { type Door, type Product, removeInstallation, startProduct } from '../product';
import { type Rest, restClient, setUp } from '../rest';
import { expectNoCredentials } from '../test';
import type { Balancer } from './balancer';

export const redisPort = 6379;
/** Keys of the product's are named by ids that nobody else has, and go by themselves after a minute. */
const redisDatabase = 7;

/** Running processes of one installation, each with the owner's REST API on it. */
export interface Installation {
  products: Product[];
  rests: Rest[];
  /** A workspace with the demo server as `demo`. */
  slug: string;
  gatewayAt(instance: number): string;
  /** Begins an instance again, where it was. */
  startAgain(instance: number): Promise<void>;
  close(): Promise<void>;
}

/** Several processes on one PostgreSQL and one Redis. */
export interface Cluster extends Installation {
  database: OwnDatabase;
}

interface ClusterOptions {
  size: number;
  /** Of each instance; our own server without it. */
  doors?: Door[];
  env?: Record<string, string>;
  /** What people and clients reach all instances through; each is named by its own address without it. */
  balancer?: Balancer;
  /** Where PostgreSQL and Redis are reached. A line through the test's own process waits while that is busy, so only who cuts it has one. */
  ports?: { postgres: number; redis: number };
}

const ownPorts = { postgres: postgresPort, redis: redisPort };

export async function startCluster({
  size,
  doors = [],
  env = {},
  balancer,
  ports = ownPorts,
}: ClusterOptions): Promise<Cluster> {
  const database = await createDatabase();
  const shared = {
    DATABASE_URL: database.urlThrough(ports.postgres),
    REDIS_URL: `redis://127.0.0.1:${ports.redis}/${redisDatabase}`,
    AEROSTACK_SECRET: randomBytes(32).toString('base64'),
    ...(balancer && { AEROSTACK_URL: balancer.origin }),
    ...env,
  };
  const instances = Array.from({ length: size }, (_, instance) => ({
    door: doors[instance] ?? 'server',
    env: shared,
  }));
  const installation = await start(instances, balancer);
  const close = async () => {
    await installation.close();
    await database.drop();
  };
  return { ...installation, database, close };
}

/** What one gets without setting anything: a process, SQLite, and the counter in memory. */
export const startEmbedded = (env: Record<string, string> = {}): Promise<Installation> =>
  start([{ door: 'server', env }]);

async function start(
  instances: { door: Door; env: Record<string, string> }[],
  balancer?: Balancer,
): Promise<Installation> {
  // In turn: ports that are free one after the other may be the same.
  const options: ((typeof instances)[number] & { port: number })[] = [];
  for (const instance of instances) options.push({ ...instance, port: await freePort() });
  // In turn as well: four that start at once take each other's time, and none is ready when it should be.
  const products: Product[] = [];
  for (const each of options) products.push(await startProduct(each));
  const origins = products.map(({ origin }) => origin);
  balancer?.serve(origins);
  const [entry] = balancer === undefined ? (origins as [string]) : [balancer.origin];
  const { apiKey } = await setUp(entry);
  const rests = origins.map((origin) => restClient(balancer?.origin ?? origin, apiKey));
  const [rest] = rests as [Rest];
  const { slug } = await rest.createWorkspace('Cluster');
  await rest.addServer(slug, { name: 'Demo', slug: 'demo', url: 'aerostack:demo' });
  return {
    products,
    rests,
    slug,
    gatewayAt: (instance) => `${products[instance]?.origin}/ws/${slug}`,
    async startAgain(instance) {
      const { dataDir, output } = products[instance] as Product;
      expectNoCredentials(output());
      products[instance] = await startProduct({ ...options[instance], dataDir });
    },
    async close() {
      await Promise.all(products.map((product) => product.stop()));
      for (const product of products) {
        expectNoCredentials(product.output());
        await removeInstallation(product);
      }
    },
  };
}
