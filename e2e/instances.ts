import { randomBytes } from 'node:crypto';
import type { FixtureServer } from './fixtures/http-host';
import { type Line, layLine } from './fixtures/line';
import { createDatabase, type OwnDatabase, postgresPort } from './fixtures/postgres';
import { startV2 } from './fixtures/v2-server';
import { type Door, type Product, removeInstallation, startProduct } from './product';
import { type Rest, restClient, setUp } from './rest';
import { expectNoCredentials } from './test';

/** Two instances on one PostgreSQL: our own server and plain `next start`. */
export interface Instances {
  database: OwnDatabase;
  /** Between both and PostgreSQL. */
  line: Line;
  /** What the product needs to be one more instance. */
  env: { DATABASE_URL: string; AEROSTACK_SECRET: string };
  products: Record<Door, Product>;
  rests: Record<Door, Rest>;
  /** Two servers are in the workspace: this one as `two`, and `demo`. */
  server: FixtureServer;
  slug: string;
  close(): Promise<void>;
}

export const doors: Door[] = ['server', 'next'];
export const otherDoor = (door: Door): Door => (door === 'server' ? 'next' : 'server');

export async function startInstances(): Promise<Instances> {
  const [database, line, server] = await Promise.all([createDatabase(), layLine(postgresPort), startV2('dual')]);
  const env = {
    DATABASE_URL: database.urlThrough(line.port),
    AEROSTACK_SECRET: randomBytes(32).toString('base64'),
  };
  // Both at once on an empty database: one of them migrates it, the other waits.
  const [own, next] = await Promise.all([startProduct({ env }), startProduct({ door: 'next', env })]);
  const products = { server: own, next };
  const { apiKey } = await setUp(own.origin);
  const rests = { server: restClient(own.origin, apiKey), next: restClient(next.origin, apiKey) };
  const { slug } = await rests.server.createWorkspace('Shared');
  const added = [
    await rests.next.addServer(slug, { name: 'Demo', slug: 'demo', url: 'aerostack:demo' }),
    await rests.server.addServer(slug, { name: 'Two', slug: 'two', url: server.url }),
  ];
  for (const { slug: name, status } of added) if (status !== 'up') throw new Error(`${name} was added as ${status}`);
  const close = async () => {
    for (const product of Object.values(products)) {
      await product.stop();
      expectNoCredentials(product.output());
      await removeInstallation(product);
    }
    await Promise.all([line.close(), server.close()]);
    await database.drop();
  };
  return { database, line, env, products, rests, server, slug, close };
}
