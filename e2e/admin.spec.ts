import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expectRefusal, type Run, runCommand } from './cli';
import { type FixtureServer, seenCalls } from './fixtures/http-host';
import { createDatabase, type OwnDatabase, whyNoPostgres } from './fixtures/postgres';
import { startV2 } from './fixtures/v2-server';
import { type Product, removeInstallation, startProduct } from './product';
import { type CreatedToken, type Rest, type RestAnswer, restClient, setUp } from './rest';
import { matching } from './shapes';
import { expect, expectNoCredentials, serverSecret, test } from './test';
import { bearer, legacyRequest, rpcOf, send, textOf } from './wire';

const password = serverSecret('of-postgres');

let product: Product;
let rest: Rest;
let server: FixtureServer;
let slug: string;
let kept: CreatedToken;
let revoked: CreatedToken;
/** What the installation said of itself before it moved. */
let before: Record<string, RestAnswer['body']>;
let database: OwnDatabase;

/** The command as an operator runs it, with nothing in the environment but what the installation has. */
async function admin(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const installation = { PATH: process.env.PATH ?? '', AEROSTACK_DATA_DIR: product.dataDir };
  const run = await runCommand('admin', args, { ...installation, ...env });
  expectNoCredentials(run.out + run.err);
  return run;
}

const to = () => ['--to', database.url.replace('postgres@', `postgres:${password}@`)];
const onPostgres = async (sql: string) => {
  const client = new pg.Client(database.url);
  await client.connect();
  return client.query(sql).finally(() => client.end());
};
const call = ({ url, raw }: CreatedToken) =>
  send(url, legacyRequest('tools/call', { name: 'two__echo', arguments: { text: 'é' } }, bearer(raw)));
const tell = async (client: Rest) => {
  const paths = [`/workspaces/${slug}`, `/workspaces/${slug}/tokens`, '/me'];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, (await client.send('GET', path)).body])),
  );
};

test.beforeAll(async () => {
  test.setTimeout(90_000);
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  [product, server] = await Promise.all([startProduct(), startV2('dual')]);
  rest = await setUp(product.origin);
  ({ slug } = await rest.createWorkspace('Moving'));
  const auth = { type: 'bearer', token: serverSecret('moved') };
  await rest.addServer(slug, { name: 'Two', slug: 'two', url: server.url, auth });
  [kept, revoked] = await Promise.all([rest.createToken(slug), rest.createToken(slug)]);
  for (const token of [kept, kept, revoked]) expect(textOf(await call(token))).toBe('é');
  await rest.revokeToken(slug, revoked.id);
  database = await createDatabase();
  expectRefusal(await admin(['copy', ...to()]), 1, /still has .*aerostack\.db open: stop it first/);
  await database.drop();
  const lastUse = async () => (await rest.send('GET', `/workspaces/${slug}/tokens/${revoked.id}`)).body.last_used_at;
  await expect.poll(lastUse, { timeout: 5_000, intervals: [50] }).not.toBeNull();
  before = await tell(rest);
  await product.stop();
});
test.afterAll(async () => {
  if (product === undefined) return;
  await server.close();
  expectNoCredentials(product.output());
  await removeInstallation(product);
});
test.beforeEach(async () => {
  database = await createDatabase();
});
test.afterEach(() => database.drop());

test('an installation that moved to PostgreSQL goes on where it was: tokens, revocations, credentials, records', async () => {
  const copied = await admin(['copy', ...to()]);
  expect([copied.code, copied.err]).toEqual([0, matching(/Copied, and every row compared/)]);
  const rows = copied.out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(rows[0]).toEqual(['TABLE', 'ROWS', 'SHA-256', 'POSTGRESQL']);
  expect(rows).toContainEqual(['calls', '3', matching(/^[0-9a-f]{64}$/), 'same']);
  expect(rows).toContainEqual(['tokens', '2', matching(/^[0-9a-f]{64}$/), 'same']);

  // As the command says it: the file's content is the value.
  const file = /\$\(cat '([^']+)'\)/.exec(copied.err)?.[1] ?? 'no file named';
  expect(file).toBe(join(product.dataDir, 'secret'));
  const env = { DATABASE_URL: database.url, AEROSTACK_SECRET: (await readFile(file, 'utf8')).trim() };
  const moved = await startProduct({ env, port: Number(new URL(product.origin).port) });
  try {
    expect(await tell(restClient(moved.origin, rest.apiKey))).toEqual(before);
    const seen = seenCalls(server).length;
    expect(textOf(await call(kept))).toBe('é');
    const auth = seenCalls(server).map(({ headers }) => headers.authorization);
    expect(auth.slice(seen)).toEqual([`Bearer ${serverSecret('moved')}`]);
    const refused = await call(revoked);
    expect([refused.status, rpcOf(refused).error?.message]).toEqual([401, matching(/^Token revoked/)]);
  } finally {
    await moved.stop();
    expectNoCredentials(moved.output());
    await removeInstallation(moved);
  }
});

test('a second copy is refused, and changes nothing', async () => {
  expect((await admin(['copy', ...to()])).code).toBe(0);
  await onPostgres("UPDATE workspaces SET name = 'Renamed'");
  const { code, out, err } = await admin(['copy', ...to()]);
  expect([code, out, err]).toEqual([1, '', matching(/holds data already \(\w+\): create an empty database/)]);
  expect((await onPostgres('SELECT name FROM workspaces')).rows).toEqual([{ name: 'Renamed' }]);
});

test('what was changed between the copy and the first start is found, table by table', async () => {
  const copied = await admin(['copy', '--json', ...to()]);
  const tables = (run: Run): unknown => JSON.parse(run.out).tables;
  expect([copied.code, JSON.parse(copied.out)]).toMatchObject([0, { version: 1, same: true }]);
  const equal = await admin(['compare', '--json'], { DATABASE_URL: database.url });
  expect([equal.code, tables(equal)]).toEqual([0, tables(copied)]);
  await onPostgres(`UPDATE tokens SET revoked_at = NULL WHERE id = '${revoked.id}'`);
  const compared = await admin(['compare', ...to()]);
  expect([compared.code, compared.err]).toEqual([1, matching(/: tokens \(other content\)\.\n$/)]);
  expect(compared.out).toMatch(/^calls .* same$/m);
});

test('a database that is not there, and places that are none, are named in one sentence without a password', async () => {
  const url = database.url.replace('postgres@', `postgres:${password}@`);
  expectRefusal(await admin(['copy', '--to', `${url}_x`]), 1, /has no database aerostack_e2e_\w+_x/);
  expectRefusal(await admin(['copy']), 2, /--to postgres:/);
  expectRefusal(
    await admin(['copy', '--to', `mysql://root:${password}@127.0.0.1/x`]),
    2,
    /--to must start with postgres:/,
  );
  expectRefusal(await admin(['copy', '--to', `postgres://a:${password}#/%@127.0.0.1/x`]), 2, /cannot be read/);
  expectRefusal(await admin(['copy', '--from', url, ...to()]), 2, /--from must name an SQLite file/);
  expectRefusal(await admin(['copy', '--from', 'nowhere.db', ...to()]), 1, /no database .*nowhere\.db/);
  const nowhere = join(product.dataDir, 'nowhere');
  for (const command of [['verify-audit'], ['reset-password', 'ada@example.com']])
    expectRefusal(
      await admin(command, { AEROSTACK_DATA_DIR: nowhere }),
      1,
      /no database at .*nowhere.*AEROSTACK_DATA_DIR/,
    );
  expect(existsSync(nowhere)).toBe(false);
  const { code, out, err } = await admin(['--help']);
  expect([code, err, out]).toEqual([0, '', matching(/Usage: aerostack-admin.*compare.*Examples:/s)]);
});
