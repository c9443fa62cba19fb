import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { connectClient, type TestClient } from './clients';
import { type Dashboard, openDashboard } from './dashboard';
import { startV2 } from './fixtures/v2-server';
import { owner, type Rest, restSend, setUp } from './rest';
import { inspectScreen, watchForComplaints } from './screens';
import { expect, test } from './test';
import { bearer, legacyRequest, modernRequest, send } from './wire';

/** Who calls what, as it happens and afterwards: the log and the numbers. */
test.describe.configure({ mode: 'serial' });

const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'nine moths in the relay panel' };

let dashboard: Dashboard;
let page: Page;
let origin: string;
let rest: Rest;
let server: Awaited<ReturnType<typeof startV2>>;
let memberId = '';
let hers: TestClient;
let raw = '';

test.beforeAll(async ({ browser }) => {
  [dashboard, server] = await Promise.all([openDashboard(browser), startV2('dual')]);
  page = dashboard.page;
  origin = dashboard.product.origin;
  rest = await setUp(origin);
  await rest.createWorkspace('Acme');
  await rest.addServer('acme', { name: 'Tracker', url: server.url });
  const invited = await rest.send('POST', '/workspaces/acme/invites', { email: grace.email, role: 'member' });
  const invite_token = String(invited.body.link).split('/').at(-1);
  const { name, password } = grace;
  const accepted = await restSend(origin, null, 'POST', '/invites/accept', { invite_token, name, password });
  raw = String(accepted.body.raw);
  const { body } = await rest.send('GET', '/workspaces/acme/members');
  const members = body.members as { id: string; email: string }[];
  memberId = members.find(({ email }) => email === grace.email)?.id ?? '';
  hers = await connectClient('SDK v2 auto', `${origin}/ws/acme`, raw);
});
test.afterAll(async () => {
  await hers.close().catch(() => undefined);
  await Promise.all([server.close(), dashboard.close()]);
});
test.afterEach(() => dashboard.complaints.expectNone());

async function signIn(on: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
}

const calls = (on = page) => on.getByRole('table', { name: /Calls/ }).locator('tbody').getByRole('row');

test('before the first call the page says what will stand there', async () => {
  await page.goto('/workspaces/acme/activity');
  await signIn(page, owner);
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await expect(calls()).toHaveCount(0);
  await inspectScreen(page, '130-activity-empty');
});

test('a call stands under the member who made it within two seconds, without a reload', async () => {
  const answer = await hers.callTool('tracker__echo', { text: 'hello' });
  expect(answer.content).toEqual([{ type: 'text', text: 'hello' }]);
  await expect(calls().first()).toContainText(grace.name, { timeout: 2_000 });
  await expect(calls().first()).toContainText('tracker__echo');
  await hers.callTool('tracker__fail', {}).catch(() => undefined);
  await hers.callTool('tracker__echo', { text: 'again' });
  await expect(calls()).toHaveCount(3, { timeout: 2_000 });
  await inspectScreen(page, '131-activity');
});

test('by keyboard alone: along the rows, into one and out again; its address can be passed on', async () => {
  await page.locator('h1').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(grace.name);
  await expect(page).toHaveURL(/\?call=[0-9a-f-]{36}$/);
  await inspectScreen(page, '132-call');
  await page.reload();
  await expect(sheet).toContainText('Tracker');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(page).toHaveURL(/\/activity$/);
});

test('filters and a request’s id stand in the address, and the file holds what is shown', async () => {
  await page.getByRole('button', { name: 'Outcome' }).click();
  await page.getByRole('menuitemradio', { name: 'OK', exact: true }).click();
  await expect(page).toHaveURL(/\?outcome=ok$/);
  await page.reload();
  await expect(calls().first()).toContainText('tracker__echo');
  const shown = await calls().count();
  await page.getByRole('button', { name: 'Export calls' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /JSON/ }).click(),
  ]);
  const rows = JSON.parse(await readFile(await download.path(), 'utf8')) as { outcome: string; request_id: string }[];
  expect(rows.map(({ outcome }) => outcome)).toEqual(Array.from({ length: shown }, () => 'ok'));
  await page.getByRole('button', { name: 'Clear filters' }).click();
  const search = page.getByRole('searchbox');
  await search.fill(rows[0]?.request_id ?? '');
  await search.press('Enter');
  await expect(calls()).toHaveCount(1);
  await page.goto('/workspaces/acme/activity');
});

test('a member sees their own calls, and no others', async ({ browser }) => {
  const { raw: ofAda } = await rest.createToken('acme', { name: 'Ada’s' });
  const adas = await connectClient('SDK v1', `${origin}/ws/acme`, ofAda);
  await adas.callTool('tracker__echo', { text: 'mine' });
  await adas.close();
  await expect(calls()).toHaveCount(4, { timeout: 2_000 });
  // Said in the handshake only, by a client that has no session.
  await expect(calls().first()).toContainText('aerostack-e2e 1.0.0');
  const context = await browser.newContext({ baseURL: origin });
  const on = await context.newPage();
  const complaints = watchForComplaints(on);
  await on.goto('/workspaces/acme/activity');
  await signIn(on, grace);
  await expect(calls(on)).toHaveCount(3);
  await expect(on.getByText(owner.name)).toHaveCount(0);
  await on.goto('/workspaces/acme/analytics');
  await expect(on.getByRole('region', { name: 'Overview' })).toContainText('3 calls');
  complaints.expectNone();
  await context.close();
});

test('a member’s menu leads to their calls, and a token’s to those made with it', async () => {
  await page.goto('/workspaces/acme/members');
  await page.getByRole('button', { name: `Actions for ${grace.name}` }).click();
  await page.getByRole('menuitem', { name: 'Calls' }).click();
  await expect(page).toHaveURL(`${origin}/workspaces/acme/activity?member=${memberId}`);
  await expect(calls()).toHaveCount(3);
  await page.goto('/workspaces/acme/tokens');
  await page.getByRole('button', { name: 'Actions for Ada’s' }).click();
  await page.getByRole('menuitem', { name: 'Calls' }).click();
  await expect(page).toHaveURL(/\/activity\?token=[0-9a-f-]{36}$/);
  await expect(calls()).toHaveCount(1);
});

test('what is asked and answered is shown where an owner had it recorded, without its secrets, and everybody is told', async ({
  browser,
}) => {
  const choose = async (choice: RegExp) => {
    await page.goto('/workspaces/acme/servers');
    await page.getByRole('button', { name: 'More for Tracker' }).click();
    await page.getByRole('menuitem', { name: 'Recording' }).click();
    await page.getByRole('radio', { name: choice }).focus();
    await page.keyboard.press('Space');
  };
  const save = () => page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await choose(/^Arguments and results/);
  await page.getByLabel('Also leave out').fill('Patient No');
  await inspectScreen(page, '134-recording');
  await save();
  await expect(page.getByText('its calls are recorded')).toBeVisible();

  const { raw: own } = await rest.createToken('acme', { name: 'Recorded' });
  const client = await connectClient('SDK v2 auto', `${origin}/ws/acme`, own);
  await client.callTool('tracker__echo', {
    text: JSON.stringify({ note: 'kept', password: 'hunter2', patient_no: 4711 }),
  });
  await client.close();
  await page.goto('/workspaces/acme/activity');
  await expect(calls()).toHaveCount(5);
  await calls().first().getByRole('link').first().click();
  const sheet = page.getByRole('dialog');
  for (const part of ['Arguments', 'Answer']) {
    const shown = sheet.getByRole('figure').filter({ hasText: part });
    await expect(shown).toContainText('kept');
    await expect(shown).not.toContainText(/hunter2|4711/);
  }
  await inspectScreen(page, '135-recorded-call');

  const context = await browser.newContext({ baseURL: origin });
  const on = await context.newPage();
  await on.goto('/workspaces/acme/tools');
  await signIn(on, grace);
  await expect(on.getByText('its calls are recorded')).toBeVisible();
  await context.close();

  await choose(/^Nothing/);
  await save();
  await expect(page.getByText('its calls are recorded')).toHaveCount(0);
  await page.goto('/workspaces/acme/activity');
  await calls().first().getByRole('link').first().click();
  await expect(sheet).toContainText('not stored');
});

test('removing the member: the next call is 401, the open stream closes, and the calls stay under their name', async () => {
  const listen = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } }, { id: 'l' });
  const stream = await fetch(`${origin}/ws/acme`, {
    method: 'POST',
    headers: { ...listen.headers, ...bearer(raw) },
    body: JSON.stringify(listen.body),
  });
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, expect.stringContaining('event-stream')]);
  const ended = stream.text().then(
    () => 'closed',
    () => 'closed',
  );
  await page.goto('/workspaces/acme/members');
  const row = page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: grace.name });
  await row.getByRole('button', { name: /Actions for/ }).click();
  await page.getByRole('menuitem', { name: /Remove/ }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel(`Type ${grace.email} to confirm`).fill(grace.email);
  await dialog.getByRole('button', { name: 'Remove member' }).click();
  await expect(row).toHaveCount(0);
  expect((await send(`${origin}/ws/acme`, legacyRequest('ping', undefined, bearer(raw)))).status).toBe(401);
  expect(await ended).toBe('closed');
  await page.goto(`/workspaces/acme/activity?member=${memberId}`);
  await expect(calls()).toHaveCount(3);
  await expect(calls().first()).toContainText(grace.name);
});
