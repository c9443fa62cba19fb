import { expect, test } from './cli';
import { layLine } from './fixtures/line';
import { startV2 } from './fixtures/v2-server';
import { openTerminal, type Terminal } from './terminal';
import { serverSecret } from './test';

let terminal: Terminal;
test.beforeEach(async () => {
  terminal = await openTerminal();
});
test.afterEach(() => terminal.remove());

test('deleting a workspace asks for its name, and another one deletes nothing', async ({ rest, product }) => {
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const { slug } = await rest.createWorkspace('By Name');
  for (const [typed, code, words, status] of [
    ['by name', 1, /That is not “By Name”\. Nothing was changed\./, 200],
    ['\u0003', 130, /Nothing was changed/, 200],
    ['By Name', 0, /“By Name” deleted/, 404],
  ] as [string, number, RegExp, number][]) {
    const asking = terminal.beginInPty(['workspace', 'delete', slug], { env, columns: 200 });
    await asking.until(/Type “By Name” to go on/);
    asking.type(typed === '\u0003' ? typed : `${typed}\r`);
    const ended = await asking.ended;
    expect([ended.code, ended.out]).toEqual([code, expect.stringMatching(words)]);
    expect((await rest.send('GET', `/workspaces/${slug}`)).status).toBe(status);
  }
});

test('a credential that is asked for is not shown while it is pasted', async ({ rest, product }) => {
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const { slug } = await rest.createWorkspace('Pasting');
  const server = await startV2('dual');
  const secret = serverSecret('pasted');
  const asking = terminal.beginInPty(['workspace', 'server', 'add', slug, server.url, '--bearer'], {
    env,
    columns: 200,
  });
  await asking.until(/Paste the bearer token/);
  asking.type(`${secret}\r`);
  const { code, out } = await asking.ended;
  expect([code, server.seen.at(-1)?.headers.authorization]).toEqual([0, `Bearer ${secret}`]);
  expect(out).not.toContain('server-secret');
  await server.close();
});

test('what takes longer than a second is said to be waited for', async ({ rest, product }) => {
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const { slug } = await rest.createWorkspace('Waiting');
  const server = await startV2('dual');
  const line = await layLine(Number(new URL(server.url).port));
  await rest.addServer(slug, { name: 'Late', url: `http://127.0.0.1:${line.port}/mcp` });
  line.stall();
  const waiting = terminal.beginInPty(['workspace', 'server', 'refresh', slug, 'late'], { env, columns: 200 });
  await waiting.until(/Waiting for http/);
  await line.cut();
  expect(await waiting.ended).toMatchObject({ code: 1, out: expect.stringMatching(/late is down: [^\n]*\n$/) });
  await Promise.all([line.close(), server.close()]);
});

test('tables fit the terminal, with names cut and what people copy whole', async ({ rest, product }) => {
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey, NO_COLOR: '1' };
  const { slug } = await rest.createWorkspace('Narrow Terminal');
  await rest.addServer(slug, {
    name: 'A server with a name that is far too long for a terminal',
    slug: 'far',
    url: 'aerostack:demo',
  });
  await rest.createToken(slug, { name: 'A token with a name that is far too long for a terminal' });
  for (const args of [
    ['server', 'list'],
    ['member', 'list'],
    ['token', 'list'],
    ['audit'],
    ['usage', '--by', 'server'],
  ]) {
    const listing = terminal.beginInPty(['workspace', ...args, slug], { env, columns: 80 });
    const lines = (await listing.ended).out.split(/\r?\n/);
    expect(Math.max(...lines.map((line) => line.length)), args.join(' ')).toBeLessThanOrEqual(80);
  }
});
