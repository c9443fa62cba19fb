import { connectClient } from './clients';
import { type Dashboard, openDashboard } from './dashboard';
import { type SessionServer, startV1Sessions } from './fixtures/v1-server';
import { owner } from './rest';
import { inspectScreen } from './screens';
import { expect, serverSecret, test } from './test';
import { bearer, legacyRequest, rpcOf, send } from './wire';

/** What a new user does, in the order in which they do it, each step on what the one before left. */
test.describe.configure({ mode: 'serial' });

let dashboard: Dashboard;
let page: Dashboard['page'];
let origin: string;
let v1: SessionServer;
/** As the user copied it. */
let raw = '';

test.beforeAll(async ({ browser }) => {
  [dashboard, v1] = await Promise.all([openDashboard(browser), startV1Sessions()]);
  page = dashboard.page;
  origin = dashboard.product.origin;
});
test.afterAll(() => Promise.all([v1.close(), dashboard.close()]));
test.afterEach(() => dashboard.complaints.expectNone());

const button = (name: string | RegExp) => page.getByRole('button', { name });

test('without the set-up link nobody becomes the owner: the page says where the link is', async () => {
  await page.goto('/setup');
  await expect(page.getByRole('heading', { name: 'Open the set-up link' })).toBeVisible();
  await inspectScreen(page, '01-setup-without-code');
});

test('the printed link leads through name, e-mail and password to Workspaces, signed in', async () => {
  const link = /(http\S+\/setup#code=\S+)/.exec(dashboard.product.output())?.[1] ?? 'no link printed';
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByLabel('Name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await button('Create account').click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await inspectScreen(page, '02-setup');
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await button('Create account').click();
  await expect(page).toHaveURL(`${origin}/workspaces`);
  await expect(page.getByRole('heading', { name: 'Create your first workspace' })).toBeVisible();
  await inspectScreen(page, '03-workspaces-empty');
});

test('New Workspace proposes a slug, says that it is permanent, and opens the workspace with its tabs', async () => {
  await page.getByRole('link', { name: 'New workspace' }).first().click();
  await page.getByLabel('Name').fill('Acme Tools');
  await expect(page.getByLabel('Slug')).toHaveValue('acme-tools');
  await expect(page.getByText(`${origin}/ws/acme-tools`)).toBeVisible();
  await inspectScreen(page, '04-new-workspace');
  await page.getByLabel('Slug').fill('new');
  await button('Create workspace').click();
  await expect(page.getByLabel('Slug')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Slug').fill('acme-tools');
  await button('Create workspace').click();
  await expect(page).toHaveURL(`${origin}/workspaces/acme-tools/servers`);
  const tabs = page.getByRole('navigation', { name: 'Workspace' }).getByRole('link');
  const people = ['Members', 'Analytics', 'Activity', 'Audit'];
  await expect(tabs).toHaveText(['Servers', 'Tools', 'Tokens', ...people, 'Connect', 'Settings']);
  await inspectScreen(page, '05-servers-empty');
});

test('Add server says exactly what failed and what to try, and goes on from there', async () => {
  await button('Add server').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Tracker');
  await dialog.getByLabel('URL').fill('http://169.254.169.254/');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog.getByLabel('URL')).toHaveAttribute('aria-invalid', 'true');
  await inspectScreen(page, '06-add-server');
  await dialog.getByLabel('URL').fill('http://127.0.0.1:9/mcp');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/refused/);
  await inspectScreen(page, '07-server-failed');
  await dialog.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByLabel('URL').fill(v1.url);
  await dialog.getByText('Bearer token', { exact: true }).click();
  await dialog.locator('input[name=bearer]').fill(serverSecret('ui'));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('status')).toContainText('7 tools found');
  await expect(dialog.getByRole('status')).toContainText('2025-11-25');
  await expect(dialog.getByRole('status')).toContainText('fixture-v1');
  await expect(dialog.getByRole('list', { name: 'Tools' }).getByRole('listitem').first()).toHaveText('tracker__echo');
  await inspectScreen(page, '08-server-connected');
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(new Set(v1.seen.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${serverSecret('ui')}`]),
  );
});

test('the demo server comes with one click, works offline, and stands beside the others', async () => {
  await button('Add server').first().click();
  await button('Add the demo server').click();
  await expect(page.getByRole('dialog').getByRole('status')).toContainText(/\d tools found/);
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Tracker')).toBeVisible();
  await expect(page.getByText('Demo', { exact: true })).toBeVisible();
  await inspectScreen(page, '09-servers');
});

test('Tools lists the tools of all servers by the names that clients see', async () => {
  await dashboard.openTab('Tools');
  await expect(page.getByRole('heading', { name: 'tracker__echo' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^demo__/ }).first()).toBeVisible();
  await inspectScreen(page, '10-tools');
});

test('New Token shows the token and the block to paste once, each with a copy button and the way on for four clients', async () => {
  await dashboard.openTab('Tokens');
  await inspectScreen(page, '11-tokens-empty');
  await button(/New token/i)
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Alice Cursor');
  for (const preset of ['No expiry', '90 days', '30 days', '24 hours', '1 hour']) {
    await expect(dialog.getByText(preset, { exact: true })).toBeVisible();
  }
  await dialog.getByText('30 days', { exact: true }).click();
  await inspectScreen(page, '12-new-token');
  await dialog.getByRole('button', { name: /create token/i }).click();
  await button('Copy the token').click();
  raw = await dashboard.clipboard();
  expect(raw).toMatch(/^mwt_[0-9a-f]{48}$/);
  await button('Copy the configuration block').click();
  expect(JSON.parse(await dashboard.clipboard())).toEqual({
    mcpServers: {
      'acme-tools': { url: `${origin}/ws/acme-tools`, headers: { Authorization: `Bearer ${raw}` } },
    },
  });
  for (const client of ['Claude Code', 'Claude Desktop', 'Cursor', 'VS Code']) {
    await page.getByRole('tab', { name: client }).click();
    await expect(page.getByRole('tabpanel')).toContainText('/ws/acme-tools');
  }
  await expect(page.getByText('One token per client')).toBeVisible();
  await expect(page.getByText('Never commit a token')).toBeVisible();
  await expect(page.getByText(/separate workspaces for high-volume tools/)).toBeVisible();
  await inspectScreen(page, '13-token-shown-once');
});

test('leaving and coming back never shows the token again, nor does the browser keep it', async () => {
  await button('Done').click();
  await expect(page.getByText('Alice Cursor')).toBeVisible();
  const body = raw.slice(8, 40);
  const nowhere = async () => {
    expect(await page.content()).not.toContain(body);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
    );
    expect(kept).not.toContain(body);
  };
  await nowhere();
  await page.reload();
  await expect(page.getByText('Alice Cursor')).toBeVisible();
  await nowhere();
  await page.goBack();
  // A page that is left while it loads is fetched anew by the browser.
  await expect(page.getByRole('heading', { name: 'Tools', exact: true })).toBeVisible();
  await page.goForward();
  await expect(page.getByText('Alice Cursor')).toBeVisible();
  await nowhere();
  await expect(page.getByText(`${raw.slice(0, 8)}…${raw.slice(-4)}`)).toBeVisible();
});

test('a real client lists the tools of all servers and calls them, and last used appears without a reload', async () => {
  const lastUsed = page
    .getByRole('row', { name: /Alice Cursor/ })
    .getByRole('cell')
    .nth(4);
  await expect(lastUsed).toContainText('Never');
  const client = await connectClient('SDK v2 auto', `${origin}/ws/acme-tools`, raw);
  const names = (await client.listTools()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['tracker__echo', expect.stringMatching(/^demo__/)]));
  const answer = await client.callTool('tracker__echo', { text: 'from a real client' });
  expect(answer.content).toEqual([{ type: 'text', text: 'from a real client' }]);
  await client.close();
  await expect(lastUsed).toContainText(/just now.*aerostack-e2e/is, { timeout: 15_000 });
  await inspectScreen(page, '14-tokens');
});

test('Revoke ends the token on the very next request and leaves it in the list', async () => {
  const call = () => send(`${origin}/ws/acme-tools`, legacyRequest('tools/list', undefined, bearer(raw)));
  expect((await call()).status).toBe(200);
  await button('Actions for Alice Cursor').click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  const confirm = page.getByRole('alertdialog');
  await inspectScreen(page, '15-revoke');
  const revoked = page.waitForResponse((response) => response.url().endsWith('/revoke'));
  await confirm.getByRole('button', { name: 'Revoke token' }).click();
  expect((await revoked).status()).toBe(200);
  const refused = await call();
  expect([refused.status, rpcOf(refused).error?.message]).toEqual([401, expect.stringMatching(/revoked/i)]);
  await expect(confirm).toBeHidden();
  await expect(page.getByRole('row', { name: /Alice Cursor/ })).toContainText('Revoked');
  await inspectScreen(page, '16-tokens-revoked');
});
