import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { runCommand } from './cli';
import { type Dashboard, openDashboard } from './dashboard';
import { owner, type Rest, restSend, setUp } from './rest';
import { inspectScreen, watchForComplaints } from './screens';
import { expect, expectNoCredentials, test } from './test';

/** Who changed what: as the owner reads it, as the operator proves it. */
test.describe.configure({ mode: 'serial' });

const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'nine moths in the relay panel' };

let dashboard: Dashboard;
let page: Page;
let origin: string;
let rest: Rest;

test.beforeAll(async ({ browser }) => {
  dashboard = await openDashboard(browser);
  page = dashboard.page;
  origin = dashboard.product.origin;
  rest = await setUp(origin);
  await rest.createWorkspace('Acme Tools');
  const token = await rest.createToken('acme-tools', { name: 'CI' });
  await rest.send('PATCH', `/workspaces/acme-tools/tokens/${token.id}`, { name: 'CI Bot' });
  await rest.send('PATCH', '/workspaces/acme-tools', { name: 'Acme', description: 'Tools of ours' });
  const invited = await rest.send('POST', '/workspaces/acme-tools/invites', { email: grace.email, role: 'member' });
  const link = String(invited.body.link);
  const { name, password } = grace;
  const invite_token = link.slice(link.lastIndexOf('/') + 1);
  expect((await restSend(origin, null, 'POST', '/invites/accept', { invite_token, name, password })).status).toBe(201);
});
test.afterAll(() => dashboard.close());
test.afterEach(() => dashboard.complaints.expectNone());

async function signIn(on: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
}

const log = () => page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
const entry = (words: string) => log().filter({ hasText: words });

test('a member finds no audit log, and an attempt at what the role does not allow is on record', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: origin });
  const hers = await context.newPage();
  const complaints = watchForComplaints(hers);
  complaints.allow(/status of (403|404)/);
  await hers.goto('/workspaces/acme-tools/audit');
  await signIn(hers, grace);
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText('There is nothing here, or it is not yours');
  await hers.goto('/workspaces/acme-tools/tokens');
  const tabs = hers.getByRole('navigation', { name: 'Workspace' });
  await expect(tabs.getByRole('link', { name: 'Tokens' })).toBeVisible();
  await expect(tabs.getByRole('link', { name: 'Audit' })).toHaveCount(0);
  const status = await hers.evaluate(async () => {
    const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name":"Mine"}' };
    return (await fetch('/api/v1/workspaces/acme-tools', init)).status;
  });
  expect(status).toBe(403);
  complaints.expectNone();
  await context.close();
});

test('the owner reads who changed what, from where, and what it was before', async () => {
  await page.goto('/workspaces/acme-tools/audit');
  await signIn(page, owner);
  await expect(entry('made the workspace')).toBeVisible();
  await expect(entry('changed the token CI Bot')).toContainText('from CI to CI Bot');
  await expect(entry('was refused')).toContainText('Grace Hopper');
  await expect(entry('was refused')).toContainText('Refused');
  await inspectScreen(page, '120-audit');
  await entry('changed the settings of').getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row', { name: /Name/ })).toContainText('Acme Tools');
  await expect(dialog.getByRole('row', { name: /Description/ })).toContainText('Tools of ours');
  await expect(dialog).toContainText('With an API key');
  await expect(dialog).toContainText('127.0.0.1');
  await inspectScreen(page, '121-audit-entry');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('filters stand in the address, survive a reload, and narrow the file that is exported as well', async () => {
  await page.getByRole('button', { name: 'What' }).click();
  await page.getByRole('menuitemradio', { name: 'Tokens' }).click();
  await expect(page).toHaveURL(/\?action=token$/);
  await expect(entry('made the workspace')).toHaveCount(0);
  await page.reload();
  await expect(entry('changed the token CI Bot')).toBeVisible();
  await expect(entry('made the workspace')).toHaveCount(0);
  await page.getByRole('button', { name: 'Export the audit log' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^acme-tools-audit-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toContain('"action"');
  expect(lines.slice(1).every((line) => line.includes('"token.'))).toBe(true);
  expectNoCredentials(lines.join('\n'));
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.reload();
  await expect(entry('exported the audit log of')).toBeVisible();
  await page.getByRole('button', { name: 'Who' }).click();
  await page.getByRole('menuitemradio', { name: 'Aerostack' }).click();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await inspectScreen(page, '122-audit-nothing');
});

test('the operator proves on the server that every entry is as it was written', async () => {
  const env = { PATH: process.env.PATH ?? '', AEROSTACK_DATA_DIR: dashboard.product.dataDir };
  const run = await runCommand('admin', ['verify-audit', '--json'], env);
  expect([run.code, run.err]).toEqual([0, expect.stringContaining('as they were written')]);
  const { intact, chains } = JSON.parse(run.out) as { intact: boolean; chains: { workspace: string | null }[] };
  expect([intact, chains.map(({ workspace }) => workspace)]).toEqual([true, expect.arrayContaining(['acme-tools'])]);
});

test('an owner hands the workspace over, and is an admin of it from then on', async () => {
  await page.goto('/workspaces/acme-tools/settings');
  await page.getByRole('button', { name: 'New owner' }).click();
  await page.getByRole('menuitemradio', { name: /Grace Hopper/ }).click();
  await inspectScreen(page, '123-hand-over');
  await page.getByRole('button', { name: 'Hand over' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('textbox').fill('Acme');
  await inspectScreen(page, '124-hand-over-confirm');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByText('You are an admin of it.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Delete this workspace' })).toHaveCount(0);
  const { body } = await rest.send('GET', '/workspaces/acme-tools/members');
  const roles = (body.members as { email: string; role: string }[]).map(({ email, role }) => [email, role]);
  expect(Object.fromEntries(roles)).toEqual({ [owner.email]: 'admin', [grace.email]: 'owner' });
  expect((await rest.send('DELETE', '/workspaces/acme-tools')).status).toBe(403);
});
