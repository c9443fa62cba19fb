import { startEverything } from './fixtures/everything-server';
import type { FixtureServer } from './fixtures/http-host';
import { type SessionServer, startV1Json, startV1Sessions } from './fixtures/v1-server';
import { startV2 } from './fixtures/v2-server';
import type { Rest } from './rest';

/** A workspace with one real server of every kind, connected. */
export interface World {
  slug: string;
  /** `<origin>/ws/<slug>` */
  url: string;
  v1: SessionServer;
  v1Json: FixtureServer;
  v2: FixtureServer;
  v2Modern: FixtureServer;
  close(): Promise<void>;
}

/** The servers' slugs; `everything` offers tools of its own, the others those of `fixtures/tools.ts`. */
export const serverSlugs = ['v1', 'v1-json', 'v2', 'v2-modern', 'everything'] as const;

export async function buildWorld(rest: Rest): Promise<World> {
  const [v1, v1Json, v2, v2Modern, everything] = await Promise.all([
    startV1Sessions(),
    startV1Json(),
    startV2('dual'),
    startV2('modern'),
    startEverything(),
  ]);
  const { slug, url } = await rest.createWorkspace('World');
  const servers = { v1, 'v1-json': v1Json, v2, 'v2-modern': v2Modern, everything };
  for (const name of serverSlugs) {
    const added = await rest.addServer(slug, { name, slug: name, url: servers[name].url });
    if (added.status !== 'up') throw new Error(`${name} was added as ${added.status}: ${added.last_error}`);
  }
  const close = async () => void (await Promise.all(Object.values(servers).map((server) => server.close())));
  return { slug, url, v1, v1Json, v2, v2Modern, close };
}
