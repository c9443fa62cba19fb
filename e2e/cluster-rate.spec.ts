import { type Hammered, hammer } from './cluster/hammer';
import { type Installation, startCluster, startEmbedded } from './cluster/installation';
import { type Admission, mostWithin } from './cluster/rate-proof';
import { isFull } from './cluster/scale';
import { whyNoPostgres } from './fixtures/postgres';
import type { Product } from './product';
import { expect, test } from './test';
import { bearer, send } from './wire';

const windowMs = 60_000;
const limit = 120;
const windowsBegun = isFull ? 3 : 2;
/** How long a token is used once its first window is full: until the last window has begun, with time to fill it as well. */
const durationMs = (windowsBegun - 1) * windowMs + 6_000;
/** A busy machine may need longer for the first 120, and for the last; what takes this long says nothing any more. */
const fillingMsMax = 20_000;

test.describe.configure({ timeout: durationMs + 2 * fillingMsMax + 90_000 });

type Outcome = Hammered & { fallbacks: number };

const metricsToken = 'metrics-of-the-cluster';
const env = { AEROSTACK_METRICS_TOKEN: metricsToken };
const shapes: Record<string, () => Promise<Installation>> = {
  'the embedded default': () => startEmbedded(env),
  'two instances over PostgreSQL and Redis': () => startCluster({ size: 2, doors: ['server', 'next'], env }),
  ...(isFull && { 'four instances over PostgreSQL and Redis': () => startCluster({ size: 4, env }) }),
};

/** In the short form all are hammered in the same minute; in full one after the other, each with the machine to itself. */
const runs = new Map<string, Promise<Outcome>>();
test.beforeAll(async () => {
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  if (isFull) return;
  const started: [string, Installation][] = [];
  for (const [name, start] of Object.entries(shapes)) started.push([name, await start()]);
  for (const [name, installation] of started) {
    const run = hammerOneToken(installation);
    runs.set(name, run);
    // The test that waits for it says so.
    run.catch(() => undefined);
  }
});

for (const [name, start] of Object.entries(shapes)) {
  test(`64 connections to ${name} never get a token's 121st request in 60 seconds, and get all of the 120`, async () => {
    const { admissions, statuses, fallbacks } = await (runs.get(name) ?? hammerOneToken(await start()));
    const most = mostWithin(admissions, windowMs);
    console.log(`${name}: ${JSON.stringify({ admitted: admissions.length, mostIn60s: most, answers: statuses })}`);
    // Otherwise an instance has lost the store for a moment, and what follows says nothing.
    expect(fallbacks).toBe(0);
    expect(Object.keys(statuses)).toEqual(['200', '429']);
    expect(most).toBeLessThanOrEqual(limit);
    expect(admissions.length).toBeGreaterThanOrEqual((limit - 1) * windowsBegun);
  });
}

async function hammerOneToken({ rests, slug, products, gatewayAt, close }: Installation): Promise<Outcome> {
  try {
    const token = await rests[0]?.createToken(slug);
    const urls = products.map((_, instance) => gatewayAt(instance));
    const pace = isFull ? {} : { restMs: 30 };
    const begunAt = performance.now();
    const endAt = (admissions: readonly Admission[]) => {
      const firstFullAt = admissions[limit - 2]?.receivedAt ?? begunAt + fillingMsMax;
      const isFilled = admissions.length >= (limit - 1) * windowsBegun;
      return firstFullAt + durationMs + (firstFullAt - begunAt) + (isFilled ? 0 : fillingMsMax);
    };
    const hammered = await hammer({ urls, token: token?.raw ?? '', connections: 64, endAt, ...pace });
    const fallbacks = await Promise.all(products.map(fallbacksOf));
    return { ...hammered, fallbacks: fallbacks.reduce((sum, count) => sum + count, 0) };
  } finally {
    await close();
  }
}

/** Requests that an instance decided without the store that all of them count in. */
async function fallbacksOf({ origin }: Product): Promise<number> {
  const { text } = await send(`${origin}/metrics`, { method: 'GET', headers: bearer(metricsToken) });
  return Number(/^aerostack_rate_fallbacks_total (\d+)$/m.exec(text)?.[1]);
}
