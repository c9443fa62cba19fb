import { expect, expectRefusal, test } from './cli';
import { layLine } from './fixtures/line';
import { startRecorder } from './fixtures/recorder';
import { instant, matching } from './shapes';
import { join } from './sign-in';
import { openTerminal } from './terminal';
import { bearer, legacyRequest, send } from './wire';

const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

interface Caller {
  url: string;
  raw: string;
}

/** Calls a tool, and resolves once the call is on record under this name. */
const call = ({ url, raw }: Caller, name: string) =>
  send(url, legacyRequest('tools/call', { name, arguments: { a: 1, b: 2 } }, bearer(raw)));

test('usage is counted by what is asked for, in the time that is asked for', async ({
  aerostack,
  rest,
  world,
  token,
}) => {
  for (const name of ['v1__add', 'v1__add', 'v2__nothing']) await call(token, name);
  const usage = (...args: string[]) => aerostack(['workspace', 'usage', world.slug, '--token', token.id, ...args]);
  await expect.poll(async () => JSON.parse((await usage('--json')).out).totals.calls).toBe(3);
  const byTool = await usage();
  const [header, ...rows] = rowsOf(byTool.out);
  expect(header).toEqual([
    'TOOL',
    'CALLS',
    'OK',
    'FAILED',
    'DENIED',
    'LIMITED',
    'SUCCESS',
    'P50 MS',
    'P95 MS',
    'LAST USED',
  ]);
  expect(rows[0]?.slice(0, 6)).toEqual(['v1__add', '2', '2', '0', '0', '0']);
  expect(byTool.err).toMatch(/^3 calls from \S+ to \S+, 66\.6 % of them a success\.\n$/);
  const byServer = rowsOf((await usage('--by', 'server', '--since', '2h')).out);
  expect(byServer[1]?.slice(0, 2)).toEqual(['v1', '2']);
  const byMember = rowsOf((await aerostack(['workspace', 'usage', world.slug, '--by', 'member'])).out);
  expect(byMember[1]?.[0]).toBe('Ada Lovelace');
  const { body } = await rest.send(
    'GET',
    `/workspaces/${world.slug}/usage?group_by=tool&token=${token.id}&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`,
  );
  const past = await usage('--since', '2026-01-01', '--until', '2026-01-02', '--json');
  expect(JSON.parse(past.out)).toEqual({ version: 1, ...body });
  expect((await usage('--since', '2026-01-01', '--until', '2026-01-02')).err).toMatch(/^0 calls/);

  expectRefusal(await usage('--by', 'planet'), 2, /member, token, tool/);
  expectRefusal(await usage('--since', 'yesterday'), 2, /Give a time ago/);
  expectRefusal(await usage('--since', '800d'), 2, /731 days/);
  expectRefusal(await aerostack(['workspace', 'usage', world.slug, '--server', 'v3']), 4, /Did you mean “v[12]”/);
});

test('calls are listed newest first, filtered, as many as asked for', async ({ aerostack, rest, world, token }) => {
  for (const name of ['v1__add', 'v2__add', 'v2__nothing']) await call(token, name);
  const calls = (...args: string[]) => aerostack(['workspace', 'calls', world.slug, '--token', token.id, ...args]);
  await expect.poll(async () => JSON.parse((await calls('--json')).out).calls.length).toBe(3);
  const [header, ...rows] = rowsOf((await calls()).out);
  expect(header).toEqual(['TIME', 'OUTCOME', 'MS', 'TOOL', 'TOKEN', 'MEMBER', 'CLIENT']);
  expect(rows.map((row) => [row[0], row[1], row[3], row[5]])).toEqual([
    [instant, 'unknown_tool', 'v2__nothing', 'ada@example.com'],
    [instant, 'ok', 'v2__add', 'ada@example.com'],
    [instant, 'ok', 'v1__add', 'ada@example.com'],
  ]);
  const failed = await calls('--outcome', 'failed', '--json');
  const { body } = await rest.send('GET', `/workspaces/${world.slug}/calls?token=${token.id}&outcome=failed`);
  expect(JSON.parse(failed.out)).toEqual({ version: 1, ...body });
  const newest = await calls('--limit', '1');
  expect([rowsOf(newest.out).length, newest.err]).toEqual([2, matching(/older ones/)]);
  expect((await calls('--server', 'v1', '--tool', 'v1__add')).out).toMatch(/v1__add/);
  expect((await calls('--member', 'none')).err).toBe('No such calls.\n');
});

test('followed calls come one a line as they are made, through an outage, until Ctrl-C', async ({
  rest,
  world,
  token,
  product,
}) => {
  // The product answers under its own name only, which the line's port is not.
  const recorder = await startRecorder(product.origin);
  const line = await layLine(Number(new URL(recorder.origin).port));
  const terminal = await openTerminal();
  const at = (url: string) => ({ AEROSTACK_API_KEY: rest.apiKey, AEROSTACK_URL: url });
  await call(token, 'v1__add');
  const args = ['workspace', 'calls', world.slug, '--follow', '--token', token.id];
  const people = terminal.begin(args, at(`http://127.0.0.1:${line.port}`));
  const programs = terminal.begin([...args, '--json'], at(product.origin));
  await people.until(/ok .*v1__add/);
  await call(token, 'v2__add');
  await people.until(/v2__add/);
  await line.cut();
  await people.until(/Going on as soon as it answers again/);
  await call(token, 'v2__nothing');
  await line.mend();
  await people.until(/unknown_tool +\d+ +v2__nothing/);
  await people.until(/It answers again\.\n/);
  await programs.until(/v2__nothing/);
  expect(
    people
      .out()
      .trimEnd()
      .split('\n')
      .map((text) => text.split(/ {2,}/)[3]),
  ).toEqual(['v1__add', 'v2__add', 'v2__nothing']);
  expect(people.err()).toMatch(/Nothing answers at .*\nIt answers again\.\n$/);
  const lines = programs
    .out()
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  const { calls } = (await rest.send('GET', `/workspaces/${world.slug}/calls?token=${token.id}`)).body as {
    calls: object[];
  };
  expect(lines).toEqual(calls.reverse().map((one) => ({ version: 1, ...one })));
  for (const { child } of [people, programs]) child.kill('SIGINT');
  expect([(await people.ended).code, (await programs.ended).code, programs.err()]).toEqual([0, 0, '']);
  await line.close();
  await Promise.all([recorder.close(), terminal.remove()]);
});

test('following ends with whoever reads it, and at once where it may not begin', async ({
  aerostack,
  rest,
  world,
  token,
  product,
}) => {
  const terminal = await openTerminal();
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  await call(token, 'v1__add');
  const head = terminal.begin(['workspace', 'calls', world.slug, '--follow', '--token', token.id], env);
  await head.until(/v1__add/);
  head.child.stdout?.destroy();
  await call(token, 'v1__add');
  expect(await head.ended).toMatchObject({ code: 0, err: '' });
  await terminal.remove();
  const follow = ['workspace', 'calls', world.slug, '--follow'];
  expectRefusal(await aerostack([...follow, '--until', '1h']), 2, /--follow.*--until/);
  expectRefusal(await aerostack([...follow, '--member', 'nobody@example.com']), 4, /no member/);
});

test('the audit log says who did what, narrowed to what is asked for', async ({ aerostack, rest, product }) => {
  const { slug } = await rest.createWorkspace('Audited');
  const grace = await join(product.origin, rest, slug, 'grace.the.audited@example.com', 'admin');
  const made = await grace.rest.createToken(slug, { name: 'Of Grace' });
  const audit = (...args: string[]) => aerostack(['workspace', 'audit', slug, ...args]);
  const [header, newest] = rowsOf((await audit()).out);
  expect(header).toEqual(['TIME', 'ACTOR', 'ACTION', 'RESULT', 'WHAT', 'ADDRESS']);
  expect(newest).toEqual([instant, grace.email, 'token.create', 'done', 'Of Grace', matching(/127\.0\.0\.1|::1/)]);
  const filtered = await audit(
    '--actor',
    grace.email,
    '--action',
    'token',
    '--target',
    made.id,
    '--result',
    'done',
    '--json',
  );
  const { body } = await rest.send('GET', `/workspaces/${slug}/audit?target=${made.id}`);
  expect(JSON.parse(filtered.out)).toEqual({ version: 1, ...body });
  expect(rowsOf((await audit('--limit', '1')).out)).toHaveLength(2);
  expect((await audit('--actor', 'system')).err).toBe('No such entries.\n');
  expectRefusal(await audit('--actor', 'grace@example.com'), 4, /no member/);
  expectRefusal(await audit('--action', 'Drop Table'), 2, /noun\.verb/);
});
