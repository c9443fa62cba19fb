import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expectRefusal } from './cli';
import { type Dashboard, openDashboard } from './dashboard';
import { freePort } from './free-port';
import { owner, type Rest, setUp } from './rest';
import { inspectScreen } from './screens';
import { matching } from './shapes';
import { openTerminal, type Terminal } from './terminal';
import { expect, test } from './test';

/** From a machine that knows nothing to one that is signed in, and back. */
test.describe.configure({ mode: 'serial' });

let dashboard: Dashboard;
let origin: string;
let rest: Rest;
let terminal: Terminal;

/** The server's own, which a test moves on. */
let folder: string;
const clock = () => join(folder, 'offset');

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'aerostack-login-'));
  await writeFile(clock(), '0');
  const preload = pathToFileURL('e2e/fixtures/shift-clock.mjs').href;
  dashboard = await openDashboard(browser, {
    env: { NODE_OPTIONS: `--import=${preload}`, CLOCK_FILE: clock() },
  });
  origin = dashboard.product.origin;
  rest = await setUp(origin);
});
test.afterAll(async () => {
  await dashboard.close();
  await rm(folder, { recursive: true });
});
test.beforeEach(async () => {
  terminal = await openTerminal();
});
test.afterEach(async () => {
  await terminal.remove();
  dashboard.complaints.expectNone();
});

const keyName = `aerostack on ${hostname().slice(0, 60)}`;
const keys = async () => {
  const { body } = await rest.send('GET', '/account/api-keys');
  return (body.api_keys as { name: string }[]).map(({ name }) => name);
};
const config = async () => JSON.parse(await readFile(join(terminal.home, '.aerostack/config.json'), 'utf8'));
const modeOf = async (path: string) => ((await stat(join(terminal.home, path))).mode & 0o777).toString(8);
const signInByKey = (options: { profile?: string; url?: string } = {}) =>
  terminal.run(
    [
      'login',
      '--api-key',
      '-',
      '--url',
      options.url ?? origin,
      ...(options.profile ? ['--profile', options.profile] : []),
    ],
    { input: `${rest.apiKey}\n` },
  );

test('a code is compared and approved in the browser; then the machine is signed in, until it signs out', async () => {
  const { page } = dashboard;
  const login = terminal.begin(['login', '--url', `${origin}/`]);
  const [, link = ''] = await login.until(/Open +(\S+)/);
  const [, code = ''] = await login.until(/Code +([A-Z]{4}-[A-Z]{4})\n/);
  expect(link).toBe(`${origin}/device?code=${code}`);

  await page.goto(link);
  await page.waitForURL('**/sign-in?**');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/device?code=*');
  await expect(page.getByLabel('Code')).toHaveValue(code);
  await inspectScreen(page, '85-device-code');
  await page.getByRole('button', { name: 'Continue' }).click();
  const asking = page.getByRole('region', { name: 'What asks' });
  await expect(asking).toContainText(code);
  await expect(asking).toContainText(hostname().slice(0, 60));
  await expect(asking).toContainText('127.0.0.1');
  await expect(page.getByText('Approve only if you have just run')).toBeVisible();
  await expect(page.getByText(`may do all that ${owner.email} may do`)).toBeVisible();
  await inspectScreen(page, '86-device-decision');
  expect([login.child.exitCode, await keys()]).toEqual([null, ['Set-up']]);

  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your terminal is signed in');
  const { code: exitCode, out, err } = await login.ended;
  expect([exitCode, out]).toEqual([0, '']);
  expect(err).toMatch(new RegExp(`Signed in to ${origin} as ${owner.name} \\(${owner.email}\\), profile default`));
  expect(err).not.toMatch(/ak_/);
  expect([await modeOf('.aerostack'), await modeOf('.aerostack/config.json')]).toEqual(['700', '600']);
  expect(await keys()).toEqual([keyName, 'Set-up']);

  const { out: who } = await terminal.run(['whoami']);
  expect(who).toMatch(new RegExp(`${owner.email}.*${origin}.*profile default`, 's'));
  expect((await terminal.run(['workspace', 'list'])).code).toBe(0);
  const { api_key } = (await config()).profiles.default;
  expect(await terminal.run(['logout'])).toEqual({ code: 0, out: '', err: matching(/Profile default is forgotten/) });
  expect([await keys(), (await config()).profiles]).toEqual([['Set-up'], {}]);
  expectRefusal(await terminal.run(['whoami']), 3, /aerostack login/);
  expectRefusal(
    await terminal.run(['whoami'], { env: { AEROSTACK_URL: origin, AEROSTACK_API_KEY: api_key } }),
    3,
    /accept/,
  );
});

test('what is denied is not signed in, and a code that is mistyped or used says so', async () => {
  const { page } = dashboard;
  const login = terminal.begin(['login', '--url', origin]);
  const [, code = ''] = await login.until(/Code +(\S+)/);
  await page.goto('/device');
  await page.getByLabel('Code').fill('BBBB-BBBB');
  await page.getByRole('button', { name: 'Continue' }).click();
  dashboard.complaints.allow(/404/);
  await expect(page.getByText('No login waits under this code')).toBeVisible();
  await page.getByLabel('Code').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing was signed in');
  const { code: exitCode, err } = await login.ended;
  expect([exitCode, err]).toEqual([3, matching(/Error: It was denied in the browser\. Nothing was changed\.\n$/)]);
  expect([await keys(), await readdir(terminal.home)]).toEqual([['Set-up'], []]);
});

test('Ctrl-C gives up with 130 and leaves nothing', async () => {
  const login = terminal.begin(['login', '--url', origin]);
  await login.until(/Code/);
  login.child.kill('SIGINT');
  const { code, err } = await login.ended;
  expect([code, err]).toEqual([130, matching(/Error: Interrupted\. Nothing was changed\.\n$/)]);
  expect(await readdir(terminal.home)).toEqual([]);
});

test('a key comes on stdin only, and is checked by the server before it is kept', async () => {
  const login = ['login', '--url', origin, '--api-key'];
  expectRefusal(await terminal.run([...login, rest.apiKey]), 2, /does not belong on a command line/);
  expectRefusal(await terminal.run([...login, 'secret']), 2, /takes - only/);
  expectRefusal(await terminal.run([...login, '-'], { input: 'hunter2' }), 2, /no API key/);
  const unknown = `${rest.apiKey.slice(0, -8)}${'0'.repeat(8)}`;
  expectRefusal(await terminal.run([...login, '-'], { input: unknown }), 3, /does not accept this API key/);
  expect(await readdir(terminal.home)).toEqual([]);
  expect((await signInByKey()).code).toBe(0);
  expect((await terminal.run(['whoami', '--json'])).out).toContain(owner.email);
  const out = await terminal.run(['logout']);
  expect([out.code, out.err]).toEqual([0, matching(/key stays valid.*API keys/)]);
  expect(await keys()).toEqual(['Set-up']);
});

test('several servers lie side by side, and a stored key goes to its own only', async () => {
  const other = origin.replace('127.0.0.1', 'localhost');
  await signInByKey();
  await signInByKey({ profile: 'work', url: other });
  const server = async (args: string[], env = {}) =>
    /Server: +(\S+)/.exec((await terminal.run(['whoami', ...args], { env })).out)?.[1];
  expect(await server([])).toBe(other);
  expect(await server(['--profile', 'default'])).toBe(origin);
  expect(await server([], { AEROSTACK_PROFILE: 'default' })).toBe(origin);
  expectRefusal(await terminal.run(['whoami', '--profile', 'wrok']), 2, /no profile “wrok”.*Did you mean “work”/);

  const seen: unknown[] = [];
  const stranger = createServer(({ headers }, res) => {
    seen.push(headers);
    res.end('{}');
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as { port: number };
  const elsewhere = { AEROSTACK_URL: `http://127.0.0.1:${port}` };
  expectRefusal(await terminal.run(['whoami'], { env: elsewhere }), 3, /Not signed in/);
  expect(seen).toEqual([]);
  stranger.close();
  const gone = await terminal.run(['whoami'], { env: { ...elsewhere, AEROSTACK_API_KEY: rest.apiKey } });
  expectRefusal(gone, 1, /Nothing answers at/);
});

test('no server, or another program, is said to be there instead: nothing is kept', async () => {
  expectRefusal(
    await terminal.run(['login', '--url', `http://127.0.0.1:${await freePort()}`]),
    1,
    /Nothing answers at/,
  );
  expectRefusal(await terminal.run(['login', '--url', 'mcp.example.com']), 2, /--url must be the origin/);
  expect(await readdir(terminal.home)).toEqual([]);
});

test('in a terminal, login asks where; colours are there unless NO_COLOR or a pipe says otherwise; tables fit', async () => {
  const login = terminal.beginInPty(['login', '--no-browser']);
  await login.until(/Where does Aerostack run/);
  login.type(`${origin}\r`);
  const [, code = ''] = await login.until(/Code +([A-Z-]{9})/);
  await rest.send('POST', '/device-logins/decide', { user_code: code, decision: 'approve' });
  const signedIn = await login.ended;
  expect([signedIn.code, signedIn.out]).toEqual([0, expect.stringContaining('\u001b[32m✓\u001b[0m Signed in')]);

  await rest.createWorkspace('A workspace whose name is far too long for a narrow terminal');
  const table = async (columns: number, env = {}) =>
    (await terminal.beginInPty(['workspace', 'list'], { columns, env }).ended).out.replaceAll('\r', '');
  expect(await table(200)).toContain('\u001b[1mSLUG');
  const plain = await table(100, { NO_COLOR: '1' });
  expect(plain).not.toContain('\u001b');
  for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  expect((await terminal.run(['workspace', 'list'])).out).not.toContain('\u001b');
  await terminal.run(['logout']);
});

test('Ctrl-C at a question ends it as well', async () => {
  const login = terminal.beginInPty(['login']);
  await login.until(/Where does Aerostack run/);
  login.type('\u0003');
  const { code, out } = await login.ended;
  expect([code, out]).toEqual([130, matching(/Interrupted\. Nothing was changed\./)]);
  expect(await readdir(terminal.home)).toEqual([]);
});

test('a slow server is said to be waited for', async () => {
  const slow = createServer((_, res) => void setTimeout(() => res.writeHead(503).end(), 1_500)).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const { port } = slow.address() as { port: number };
  const login = terminal.beginInPty(['login', '--url', `http://127.0.0.1:${port}`]);
  await login.until(/Waiting for http:\/\/127/);
  expect((await login.ended).code).toBe(1);
  slow.close();
});

test('a key or a code whose time is over opens nothing, and says how to go on', async () => {
  const { body } = await rest.send('POST', '/account/api-keys', { name: 'Brief', expires_in: 60 });
  const env = { AEROSTACK_URL: origin, AEROSTACK_API_KEY: String(body.raw) };
  expect((await terminal.run(['whoami'], { env })).code).toBe(0);
  const login = terminal.begin(['login', '--url', origin]);
  await login.until(/Code/);
  await writeFile(clock(), String(11 * 60_000));
  expectRefusal(await terminal.run(['whoami'], { env }), 3, /does not accept this API key\. Run aerostack login/);
  const { code, err } = await login.ended;
  expect([code, err]).toEqual([3, matching(/Nobody approved the code in time\. Run aerostack login again\.\n$/)]);
});
