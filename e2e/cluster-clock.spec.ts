import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { callSlowly, holdOpen } from './cluster/held-open';
import { type Installation, startCluster, startEmbedded } from './cluster/installation';
import { gate } from './fixtures/gate';
import { whyNoPostgres } from './fixtures/postgres';
import { startV2 } from './fixtures/v2-server';
import type { CreatedToken, Rest } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, send } from './wire';

const hourMs = 3_600_000;
const watchingSeconds = 4;
const preload = pathToFileURL('e2e/fixtures/shift-clock.mjs').href;

const shapes: Record<string, (env: Record<string, string>) => Promise<Installation>> = {
  SQLite: startEmbedded,
  'PostgreSQL and Redis': (env) => startCluster({ size: 1, env }),
};

for (const [name, start] of Object.entries(shapes)) {
  test(`a clock that is moved by an hour lets nothing in that is out, and nobody over the rate, on ${name}`, async () => {
    const absence = await whyNoPostgres();
    test.skip(absence !== null, absence ?? '');
    const folder = await mkdtemp(join(tmpdir(), 'aerostack-clock-'));
    const clock = join(folder, 'offset');
    await writeFile(clock, '0');
    const installation = await start({ NODE_OPTIONS: `--import=${preload}`, CLOCK_FILE: clock });
    const { slug, gatewayAt, products, startAgain } = installation;
    const [rest] = installation.rests as [Rest];
    const server = await startV2('dual');
    await rest.addServer(slug, { name: 'Two', slug: 'two', url: server.url });
    const status = async ({ raw }: CreatedToken) =>
      (await send(gatewayAt(0), legacyRequest('ping', undefined, bearer(raw)))).status;
    /** Until the product itself writes the hour that it is told. */
    const move = async (offsetMs: number) => {
      await writeFile(clock, String(offsetMs));
      const saidMs = async () => {
        const { body } = await rest.send('POST', `/workspaces/${slug}/tokens`, { name: 'clock' });
        return Date.parse((body.token as { created_at: string }).created_at) - Date.now() - offsetMs;
      };
      await expect.poll(async () => Math.abs(await saidMs()) < 60_000, { intervals: [50] }).toBe(true);
    };

    const [brief, halfAnHour, lasting, spent] = await Promise.all([
      rest.createToken(slug, { expires_in: 1 }),
      rest.createToken(slug, { expires_in: 1_800 }),
      rest.createToken(slug),
      rest.createToken(slug),
    ]);
    const statuses = async () => ({
      brief: await status(brief),
      halfAnHour: await status(halfAnHour),
      lasting: await status(lasting),
      spent: await status(spent),
    });
    await expect.poll(() => status(brief), { intervals: [100] }).toBe(401);
    await Promise.all(Array.from({ length: 120 }, () => status(spent)));
    const spentAt = performance.now();
    const asItIs = { brief: 401, halfAnHour: 200, lasting: 200, spent: 429 };
    expect(await statuses()).toEqual(asItIs);
    const watching = await rest.createToken(slug, { expires_in: watchingSeconds });
    const endsBy = performance.now() + watchingSeconds * 1_000 + 1_000;
    const held = [
      ...(await holdOpen(gatewayAt(0), watching.raw)),
      await callSlowly(gatewayAt(0), watching.raw, `clock ${name}`),
    ];
    await move(-hourMs);
    await Promise.all(held.map(({ stream }) => stream.ended));
    expect(performance.now()).toBeLessThan(endsBy);
    gate(`clock ${name}:1`).open();
    expect(await statuses()).toEqual(asItIs);
    await move(hourMs);
    expect(await statuses()).toEqual({ ...asItIs, halfAnHour: 401 });
    await move(0);
    expect(await statuses()).toEqual(asItIs);
    // Otherwise the rate has begun anew by itself.
    expect(performance.now() - spentAt).toBeLessThan(60_000);

    // A process that begins at the wrong hour knows a later one from PostgreSQL, or from what is on record.
    await writeFile(clock, String(-hourMs));
    await products[0]?.stop();
    await startAgain(0);
    expect({ afterRestart: await status(brief) }).toEqual({ afterRestart: 401 });
    await installation.close();
    await server.close();
    await rm(folder, { recursive: true });
  });
}
