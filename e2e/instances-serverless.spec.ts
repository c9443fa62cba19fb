import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startGrowing } from './fixtures/growing-server';
import { createDatabase, type OwnDatabase, whyNoPostgres } from './fixtures/postgres';
import { startUpstash, type UpstashServer } from './fixtures/upstash-server';
import { type Product, removeInstallation, startProduct } from './product';
import { type Rest, restClient, setUp } from './rest';
import { expect, expectNoCredentials, test } from './test';
import { bearer, legacyRequest, send, textOf, toolNames } from './wire';

/** Two processes as a serverless host runs them: plain `next start`, PostgreSQL, Upstash by REST, and nothing in the background. */
const cronToken = 'cron-token-of-this-test';
let database: OwnDatabase;
let upstash: UpstashServer;
let growing: Awaited<ReturnType<typeof startGrowing>>;
let products: Product[] = [];
let rest: Rest;
let slug: string;
let serverId: string;

test.beforeAll(async () => {
  test.setTimeout(90_000);
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  [database, upstash, growing] = await Promise.all([createDatabase(), startUpstash(), startGrowing()]);
  const env = {
    DATABASE_URL: database.url,
    AEROSTACK_SECRET: randomBytes(32).toString('base64'),
    AEROSTACK_BACKGROUND: 'off',
    AEROSTACK_CRON_TOKEN: cronToken,
    UPSTASH_REDIS_REST_URL: upstash.url,
    UPSTASH_REDIS_REST_TOKEN: upstash.token,
  };
  products = await Promise.all([startProduct({ door: 'next', env }), startProduct({ door: 'next', env })]);
  const { apiKey } = await setUp(origin(0));
  rest = restClient(origin(0), apiKey);
  ({ slug } = await rest.createWorkspace('Serverless'));
  const added = await rest.addServer(slug, { name: 'Growing', slug: 'growing', url: growing.url });
  serverId = String(added.id);
});
test.afterAll(async () => {
  for (const product of products) {
    await product.stop();
    expectNoCredentials(product.output());
    await removeInstallation(product);
  }
  await Promise.all([growing?.close(), upstash?.close()]);
  await database?.drop();
});

const origin = (index: number) => products[index]?.origin ?? '';
const ask = (index: number, raw: string, method: string, params?: Record<string, unknown>) =>
  send(`${origin(index)}/ws/${slug}`, legacyRequest(method, params, bearer(raw)));
const query = async (sql: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
};
const cron = (authorization?: string) =>
  send(`${origin(1)}/api/cron/refresh`, { headers: authorization === undefined ? {} : { authorization } });

test('a call is answered, and is on record with its last use when its answer has gone out', async () => {
  const token = await rest.createToken(slug);
  expect(textOf(await ask(0, token.raw, 'tools/call', { name: 'growing__first', arguments: {} }))).toBe('first');
  const recorded = () => query('SELECT outcome FROM calls WHERE token_id = $1', [token.id]);
  await expect.poll(recorded, { timeout: 1_000 }).toEqual([{ outcome: 'ok' }]);
  const used = () => query('SELECT 1 FROM tokens WHERE id = $1 AND last_used_at IS NOT NULL', [token.id]);
  await expect.poll(used, { timeout: 1_000 }).toHaveLength(1);
});

test('the limit of a token is one for all processes, counted by Upstash’s REST', async () => {
  expect(JSON.parse((await send(`${origin(0)}/readyz`, { method: 'GET' })).text)).toMatchObject({
    rate_store: 'upstash',
  });
  const { raw } = await rest.createToken(slug);
  const answers = await Promise.all(Array.from({ length: 140 }, (_, n) => ask(n % 2, raw, 'ping')));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(120);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

test('a token that is revoked in one process is refused by the other’s very next answer', async () => {
  const token = await rest.createToken(slug);
  expect((await ask(1, token.raw, 'ping')).status).toBe(200);
  await rest.revokeToken(slug, token.id);
  expect((await ask(1, token.raw, 'ping')).status).toBe(401);
});

test('a catalogue that nobody has read for a minute is read again after a request, whichever process answers it', async () => {
  const { raw } = await rest.createToken(slug);
  growing.tools.push('second');
  await query("UPDATE servers SET refreshed_at = refreshed_at - interval '2 minutes' WHERE id = $1", [serverId]);
  const names = async () => toolNames(await ask(1, raw, 'tools/list'));
  expect(await names()).toEqual(['growing__first']);
  await expect.poll(names).toEqual(['growing__first', 'growing__second']);
});

test('the cron route reads all catalogues again, for nobody without its token', async () => {
  const { raw } = await rest.createToken(slug);
  growing.tools.push('third');
  for (const authorization of [undefined, 'Bearer wrong', 'Bearer ', `Basic ${cronToken}`]) {
    expect((await cron(authorization)).status).toBe(401);
  }
  const names = async () => toolNames(await ask(0, raw, 'tools/list'));
  expect(await names()).not.toContain('growing__third');
  expect(JSON.parse((await cron(`Bearer ${cronToken}`)).text)).toEqual({ status: 'done' });
  expect(await names()).toContain('growing__third');
  expect(JSON.parse((await cron(`Bearer ${cronToken}`)).text)).toMatchObject({ status: 'skipped' });
});
