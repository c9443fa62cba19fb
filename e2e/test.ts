import { test as base, expect } from '@playwright/test';
import { type Door, type Product, removeInstallation, startProduct } from './product';
import { type CreatedToken, type Rest, setUp } from './rest';
import { buildWorld, type World } from './world';

export interface ProductOptions {
  /** Which way into the product the suite takes. */
  door: Door;
}

interface WorkerParts extends ProductOptions {
  product: Product;
  /** The REST API as the installation's owner. */
  rest: Rest;
  world: World;
}

interface TestParts {
  /** A token of the world's workspace that no other test uses, so that no test spends another's rate. */
  token: CreatedToken;
}

/** One installation per worker; every test has a token of its own. At the end the log is searched for credentials. */
export const test = base.extend<TestParts, WorkerParts>({
  door: ['server', { option: true, scope: 'worker' }],
  product: [
    async ({ door }, use) => {
      const product = await startProduct({ door });
      await use(product);
      await product.stop();
      expectNoCredentials(product.output());
      await removeInstallation(product);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  rest: [async ({ product }, use) => use(await setUp(product.origin)), { scope: 'worker' }],
  world: [
    async ({ rest }, use) => {
      const world = await buildWorld(rest);
      await use(world);
      await world.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  token: async ({ rest, world }, use) => use(await rest.createToken(world.slug)),
});

/** Stored credentials that tests give to servers start with this, so that a leak is found. */
export const serverSecret = (name: string) => `server-secret-${name}`;

/** @throws when a raw token, invite, API key or server credential is in the log. */
export function expectNoCredentials(log: string) {
  const leaks = log.match(/\b(?:mwt|mwi|ak)_[0-9a-f]{12,}|server-secret-[\w-]*/g) ?? [];
  expect(leaks, 'credentials in the log').toEqual([]);
}

export { expect };
