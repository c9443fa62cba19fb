import { type Dashboard, openDashboard } from './dashboard';
import { startEverything } from './fixtures/everything-server';
import { startV2 } from './fixtures/v2-server';
import { owner, type Rest, setUp } from './rest';
import { inspectScreen } from './screens';
import { expect, test } from './test';

/** What the dashboard says about servers, and what of them can be set, for somebody who has some of every kind. */
test.describe.configure({ mode: 'serial' });

let dashboard: Dashboard;
let page: Dashboard['page'];
let rest: Rest;
let slug: string;
let id: string;
let everything: Awaited<ReturnType<typeof startEverything>>;
let v2: Awaited<ReturnType<typeof startV2>>;

test.beforeAll(async ({ browser }) => {
  [dashboard, everything, v2] = await Promise.all([openDashboard(browser), startEverything(), startV2('modern')]);
  page = dashboard.page;
  rest = await setUp(dashboard.product.origin);
  ({ slug } = await rest.createWorkspace('Health'));
  id = String((await rest.addServer(slug, { name: 'Everything', url: everything.url })).id);
  await rest.addServer(slug, { name: 'Plain', url: v2.url, prefix: '' });
  await rest.addServer(slug, { name: 'Plain too', url: v2.url, prefix: '' });
  await rest.addServer(slug, { name: 'Away', url: 'http://127.0.0.1:9/mcp' });
  await page.goto(`/workspaces/${slug}/servers`);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
});
test.afterAll(() => Promise.all([v2.close(), dashboard.close()]));
test.afterEach(() => dashboard.complaints.expectNone());

const row = (name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });

test('a row says how its server is, since when, what it offers and in which revision', async () => {
  await expect(row('Everything')).toContainText(/Up(for less than a minute|for 1 minute)/);
  await expect(row('Everything')).toContainText(/\d+ tools.*\d+ prompts.*\d+ resource.*MCP 2025-11-25, with handshake/);
  await expect(row('Plain')).toContainText('MCP 2026-07-28, stateless');
  await expect(row('Plain too')).toContainText('Degraded');
  await expect(row('Plain too')).toContainText('Give this server a prefix.');
  await expect(row('Away')).toContainText(/Down.*refused/);
  await inspectScreen(page, '50-servers-health');
});

test('a server that goes away keeps its list, and the row says how old it is', async () => {
  await everything.close();
  expect((await rest.send('POST', `/workspaces/${slug}/servers/${id}/refresh`)).body).toMatchObject({ status: 'down' });
  await page.reload();
  await expect(row('Everything')).toContainText(/Down.*\d+ tools.*list from/);
  await inspectScreen(page, '51-servers-away');
});

test('timeouts, requests at once and the prefix are set in the form', async () => {
  await page.getByRole('button', { name: 'More for Plain too' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Advanced').click();
  await inspectScreen(page, '52-server-advanced');
  await dialog.getByLabel('Connect timeout in seconds').fill('0.1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Connect timeout in seconds')).toBeFocused();
  await inspectScreen(page, '53-server-advanced-refused');
  await dialog.getByLabel('Connect timeout in seconds').fill('2.5');
  await dialog.getByLabel('Total timeout in seconds').fill('90');
  await dialog.getByLabel('Requests at once').fill('8');
  await dialog.getByText('Slug', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(row('Plain too')).toContainText('Up');
  const { body } = await rest.send('GET', `/workspaces/${slug}/servers`);
  expect(body.servers).toContainEqual(
    expect.objectContaining({
      name: 'Plain too',
      prefix: 'plain-too',
      connect_timeout_ms: 2_500,
      total_timeout_ms: 90_000,
      concurrency_max: 8,
    }),
  );
});

test('a prefix that cannot be taken away is refused beside the choice', async () => {
  await page.getByRole('button', { name: 'More for Plain too' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Advanced').click();
  await dialog.getByText('None', { exact: true }).last().click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose a prefix that tells them apart.');
  dashboard.complaints.allow(/409/);
  await inspectScreen(page, '54-server-prefix-refused');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('the Tools tab shows prompts and resources too', async () => {
  await dashboard.openTab('Tools');
  await page.getByText('Prompts', { exact: true }).click();
  await expect(page.getByRole('heading', { name: /^everything__/ }).first()).toBeVisible();
  await inspectScreen(page, '55-prompts');
  await page.getByText('Resources', { exact: true }).click();
  await expect(page.getByText('Template', { exact: true }).first()).toBeVisible();
  await inspectScreen(page, '56-resources');
  await page.getByLabel('Filter resources').fill('no such resource');
  await expect(page.getByText('No resource matches “no such resource”.')).toBeVisible();
});
