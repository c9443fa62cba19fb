import { type Recorder, startRecorder } from './fixtures/recorder';
import { startV1Sessions } from './fixtures/v1-server';
import { startV2 } from './fixtures/v2-server';
import { type ClientHome, makeHome } from './real-client';
import { expect, test as withProduct } from './test';

/** A workspace of a 2025-era and a 2026-07-28 server behind somebody who writes down what clients ask the gateway. */
export interface Workshop {
  slug: string;
  url: string;
  recorder: Recorder;
}

/** The clients that people use, installed from npm, each in an empty home of its own and without any network but loopback. */
export const test = withProduct.extend<{ home: ClientHome; key: string; revoked: string }, { workshop: Workshop }>({
  workshop: [
    async ({ product, rest }, use) => {
      const [legacy, modern, recorder] = await Promise.all([
        startV1Sessions(),
        startV2('modern'),
        startRecorder(product.origin),
      ]);
      const { slug } = await rest.createWorkspace('Workshop');
      await rest.addServer(slug, { name: 'Legacy', slug: 'legacy', url: legacy.url });
      await rest.addServer(slug, { name: 'Modern', slug: 'modern', url: modern.url });
      await use({ slug, url: `${recorder.origin}/ws/${slug}`, recorder });
      await Promise.all([legacy.close(), modern.close(), recorder.close()]);
    },
    { scope: 'worker' },
  ],
  home: async ({ workshop }, use) => {
    workshop.recorder.exchanges.length = 0;
    const home = await makeHome();
    await use(home);
    await home.remove();
  },
  key: async ({ rest, workshop }, use) => use((await rest.createToken(workshop.slug)).raw),
  revoked: async ({ rest, workshop }, use) => {
    const { id, raw } = await rest.createToken(workshop.slug);
    await rest.revokeToken(workshop.slug, id);
    await use(raw);
  },
});

/** Their slugs; both offer the tools of `fixtures/tools.ts`. */
export const servers = ['legacy', 'modern'] as const;
export const sums = servers.map((server) => `${server}__add`);

/** Nothing was asked that belongs to signing in, such as metadata. */
export const expectNoLogin = ({ recorder }: Workshop) =>
  expect(recorder.exchanges.filter(({ path }) => !path.startsWith('/ws/'))).toEqual([]);

/** Metadata may have been looked for, but nobody was registered and no token was asked for. */
export const expectNoRegistration = ({ recorder }: Workshop) =>
  expect(recorder.exchanges.filter(({ method, path }) => method === 'POST' && !path.startsWith('/ws/'))).toEqual([]);

export { expect };
