import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { freePort } from './free-port';
import { removeInstallation, startProduct } from './product';
import { expectOneSentence, refusal } from './refusal';
import { setUp } from './rest';
import { expect, test } from './test';

test('a taken port is named in one sentence, with what to do', async () => {
  const taken = createServer().listen(await freePort(), '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  expectOneSentence(await refusal({ port }), new RegExp(`${port}.*PORT`, 's'));
  taken.close();
});

test('a data folder that cannot be one is named in one sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aerostack-e2e-'));
  const file = join(folder, 'not-a-folder');
  await writeFile(file, 'x');
  expectOneSentence(await refusal({ dataDir: file }), /not-a-folder/);
  expectOneSentence(await refusal({ dataDir: join(file, 'below') }), /not-a-folder/);
  await rm(folder, { recursive: true });
});

test('a database of a newer version is left alone and named in one sentence', async () => {
  const product = await startProduct();
  await product.stop();
  addMigrationOfTheFuture(join(product.dataDir, 'aerostack.db'));
  expectOneSentence(await refusal({ dataDir: product.dataDir }), /newer/i);
  await removeInstallation(product);
});

/** Prisma's own table of applied migrations, with one that this code does not have: what a downgrade finds. */
function addMigrationOfTheFuture(file: string): void {
  const database = new Database(file);
  const now = new Date().toISOString();
  database
    .prepare(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
    )
    .run('future', 'f'.repeat(64), '99991231235959_from_the_future', now, now);
  database.close();
}

const mistakes: [env: Record<string, string>, words: RegExp][] = [
  [{ AEROSTACK_TOKEN_RATES: '5' }, /AEROSTACK_TOKEN_RATES.*Did you mean AEROSTACK_TOKEN_RATE\?/],
  [{ AEROSTACK_ZEBRA: '1' }, /AEROSTACK_ZEBRA is not a setting/],
  [{ PORT: 'http' }, /PORT must be a whole number/],
  [{ AEROSTACK_TOKEN_RATE: 'fast' }, /AEROSTACK_TOKEN_RATE must be a whole number/],
  [{ AEROSTACK_URL: 'mcp.example.com' }, /AEROSTACK_URL must be an/],
  [{ AEROSTACK_HOST: '0.0.0.0' }, /set AEROSTACK_URL/],
  [{ AEROSTACK_SECRET: 'short' }, /AEROSTACK_SECRET/],
  [{ AEROSTACK_SETUP_CODE: 'short' }, /AEROSTACK_SETUP_CODE must have at least 16/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must start with/],
];
for (const [env, words] of mistakes) {
  test(`the mistake ${Object.entries(env).flat().join('=')} is named in one sentence instead of being ignored`, async () => {
    expectOneSentence(await refusal({ env }), words);
  });
}

test('a secret that does not open this database refuses to start, and the right one still does', async () => {
  const right = randomBytes(32).toString('base64');
  const product = await startProduct({ env: { AEROSTACK_SECRET: right } });
  await setUp(product.origin);
  await product.stop();
  const wrong = await refusal({
    dataDir: product.dataDir,
    env: { AEROSTACK_SECRET: randomBytes(32).toString('base64') },
  });
  expectOneSentence(wrong, /AEROSTACK_SECRET|secret/i);
  const again = await startProduct({ dataDir: product.dataDir, env: { AEROSTACK_SECRET: right } });
  await again.stop();
  await removeInstallation(product);
});

test('the set-up link is printed at every start until there is a user, and one ready line after it', async () => {
  const readyLines = (output: string) =>
    output.split('\n').filter((line) => /ready/i.test(line) && line.includes('http'));
  let product = await startProduct();
  const link = () => `${product.origin}/setup#code=`;
  for (const start of ['first', 'second']) {
    await expect.poll(() => product.output(), `the ${start} start`).toContain(link());
    await expect.poll(() => readyLines(product.output()).length).toBe(1);
    if (start === 'second') break;
    await product.stop();
    product = await startProduct({ dataDir: product.dataDir });
  }
  await setUp(product.origin);
  await product.stop();
  const settled = await startProduct({ dataDir: product.dataDir });
  await expect.poll(() => readyLines(settled.output()).length).toBe(1);
  await settled.stop();
  expect(settled.output()).not.toContain('/setup#code=');
  await removeInstallation(settled);
});

test('a random set-up code is printed when none is given, and only that code sets up', async () => {
  const product = await startProduct({ env: { AEROSTACK_SETUP_CODE: undefined } });
  const code = await expect
    .poll(() => /\/setup#code=(\S+)/.exec(product.output())?.[1] ?? '')
    .toMatch(/^[\w-]{16,}$/)
    .then(() => /\/setup#code=(\S+)/.exec(product.output())?.[1]);
  const post = (given: unknown) =>
    fetch(`${product.origin}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: given, email: 'a@example.com', name: 'A', password: 'correct horse battery' }),
    });
  expect((await post(`${code}x`)).status).not.toBe(201);
  expect((await post(code)).status).toBe(201);
  await product.stop();
  await removeInstallation(product);
});
