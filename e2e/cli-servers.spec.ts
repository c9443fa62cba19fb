import { expect, expectRefusal, test } from './cli';
import { startV2 } from './fixtures/v2-server';
import { freePort } from './free-port';
import { matching } from './shapes';
import { openTerminal } from './terminal';
import { serverSecret } from './test';

const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

test('a server is added, listed, tested, turned off and on, and removed, by its slug', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Serving');
  const server = await startV2('dual');
  const run = (verb: string, ...args: string[]) => aerostack(['workspace', 'server', verb, slug, ...args]);
  const only = async () => ((await rest.send('GET', `/workspaces/${slug}/servers`)).body.servers as object[])[0];

  expect((await run('list')).err).toMatch(/No servers yet.*server add serving/);
  const added = await run('add', server.url, '--name', 'Tracker', '--timeout', '5s', '--concurrency', '7');
  expect(added).toEqual({
    code: 0,
    out: '',
    err: matching(/“Tracker” \(tracker\) added to serving.*up, with 8 tools/s),
  });
  expect(await only()).toMatchObject({
    slug: 'tracker',
    timeout_ms: 5_000,
    concurrency_max: 7,
    auth: { type: 'none' },
  });
  expect(rowsOf((await run('list')).out)).toEqual([
    ['SLUG', 'NAME', 'STATUS', 'TOOLS', 'URL'],
    ['tracker', 'Tracker', 'up', '8', server.url],
  ]);
  const tested = await run('test', 'Tracker');
  expect([tested.code, tested.out, tested.err]).toEqual([
    0,
    matching(/Server: +Tracker \(tracker\)\n.*Says it is: +fixture-v2-dual 2\.0\.0\n/s),
    matching(/tracker is up/),
  ]);
  expect(await run('refresh', 'tracker')).toEqual({ code: 0, out: '', err: matching(/tracker refreshed: 8 tools/) });
  expect((await run('disable', 'tracker')).err).toMatch(/disabled: no client sees its tools/);
  expect(rowsOf((await run('list')).out)[1]?.[2]).toBe('disabled');
  const enabled = await run('enable', 'tracker', '--json');
  expect(JSON.parse(enabled.out)).toEqual({ version: 1, ...(await only()) });
  const listed = await run('list', '--json');
  expect(JSON.parse(listed.out)).toEqual({ version: 1, servers: [await only()], next_cursor: null });

  expectRefusal(await run('remove', 'tracker'), 2, /Remove the server “Tracker”.*--yes/);
  expect((await run('remove', 'tracker', '--yes')).err).toMatch(/“Tracker” removed/);
  expect(await only()).toBeUndefined();
  await server.close();
});

test('credentials reach the server from stdin or the environment, and nothing and nobody else', async ({
  rest,
  product,
}) => {
  const { slug } = await rest.createWorkspace('Keys');
  const server = await startV2('dual');
  const secret = { bearer: serverSecret('bearer'), one: serverSecret('one'), two: serverSecret('two') };
  const terminal = await openTerminal();
  const account = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const add = async (args: string[], env: Record<string, string>, stdin: string) => {
    const run = await terminal.run(['workspace', 'server', 'add', slug, server.url, ...args], {
      env: { ...account, ...env },
      input: stdin,
    });
    expect(run.out + run.err).not.toContain('server-secret');
    return run;
  };
  const last = () => server.seen.at(-1)?.headers;

  expect((await add(['--name', 'A', '--debug', '--bearer-env', 'TRACKER'], { TRACKER: secret.bearer }, '')).code).toBe(
    0,
  );
  expect(last()?.authorization).toBe(`Bearer ${secret.bearer}`);
  expect((await add(['--name', 'B', '--bearer'], {}, `${secret.bearer}\n`)).code).toBe(0);
  expect(last()?.authorization).toBe(`Bearer ${secret.bearer}`);
  const headers = ['--header', 'X-Team', '--header-env', 'X-Api-Key=TRACKER', '--header', 'X-Region'];
  const mixed = await add(
    ['--name', 'C', ...headers],
    { TRACKER: secret.bearer },
    `${secret.one}\r\n${secret.two}\r\n`,
  );
  expect(mixed.code).toBe(0);
  expect(last()).toMatchObject({ 'x-team': secret.one, 'x-region': secret.two, 'x-api-key': secret.bearer });

  for (const [args, stdin, words] of [
    [['--header', `X-Api-Key: ${secret.one}`], '', /--header the name only.*stdin/],
    [['--header-env', `X-Api-Key=${secret.one}`], '', /name of an environment variable, not the value/],
    [['--bearer-env', 'NOT_SET'], '', /--bearer-env names is not set/],
    [['--bearer', secret.one], '', /too many arguments/],
    [[`--bearer=${secret.one}`], '', /--bearer/],
    [['--bearer'], '', /bearer token on stdin: one line/],
    [['--header', 'A', '--header', 'B'], secret.one, /A, B on stdin: 2 lines/],
    [['--bearer', '--header', 'A'], secret.one, /bearer token or headers, not both/],
  ] as [string[], string, RegExp][]) {
    expectRefusal(await add(['--name', 'D', ...args], {}, stdin), 2, words);
  }
  await terminal.remove();
  await server.close();
});

test('a server that cannot be reached is kept and said to be down, and a test of it fails', async ({
  aerostack,
  rest,
}) => {
  const { slug } = await rest.createWorkspace('Downs');
  const url = `http://127.0.0.1:${await freePort()}/mcp`;
  const run = (verb: string, ...args: string[]) => aerostack(['workspace', 'server', verb, slug, ...args]);
  const added = await run('add', url);
  expect([added.code, added.err]).toEqual([0, matching(/“127\.0\.0\.1” .*is down: .*server test downs/s)]);
  const [server] = (await rest.send('GET', `/workspaces/${slug}/servers`)).body.servers as { slug: string }[];
  const name = server?.slug ?? '';
  const listed = await run('list');
  expect([listed.code, listed.err]).toEqual([0, matching(new RegExp(`^${name} is down: .+\n$`))]);
  const tested = await run('test', name);
  expect([tested.code, tested.out, tested.err]).toEqual([
    1,
    matching(/Status: +down/),
    matching(/^Error: .* is down: /),
  ]);
  const json = await run('refresh', name, '--json');
  expect([json.code, JSON.parse(json.out).status]).toEqual([1, 'down']);
});

test('an unknown server is answered with the one that was probably meant, a bad address in words', async ({
  aerostack,
  world,
}) => {
  for (const verb of ['test', 'refresh', 'enable', 'disable', 'remove']) {
    const refused = await aerostack(['workspace', 'server', verb, world.slug, 'v2-moderm']);
    expectRefusal(refused, 4, /no server.*“v2-moderm”.*Did you mean “v2-modern”\?.*server list world/);
  }
  expectRefusal(await aerostack(['workspace', 'server', 'add', world.slug, 'tracker']), 2, /is a URL, for example/);
  const taken = await aerostack(['workspace', 'server', 'add', world.slug, 'aerostack:demo', '--slug', 'v1']);
  expectRefusal(taken, 1, /slug v1 is taken/);
});
