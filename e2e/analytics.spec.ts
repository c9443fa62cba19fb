import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { connectClient } from './clients';
import { type Dashboard, openDashboard } from './dashboard';
import { startV2 } from './fixtures/v2-server';
import { owner, type Rest, restSend, setUp } from './rest';
import { inspectScreen, watchForComplaints } from './screens';
import { expect, test } from './test';

/** What is called, by whom and how it goes: as calls of real clients leave it. */
test.describe.configure({ mode: 'serial' });

const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'nine moths in the relay panel' };
const path = '/workspaces/acme-tools/analytics';

let dashboard: Dashboard;
let page: Page;
let origin: string;
let rest: Rest;
let server: Awaited<ReturnType<typeof startV2>>;
let guest: { context: BrowserContext; page: Page; complaints: ReturnType<typeof watchForComplaints> };

test.beforeAll(async ({ browser }) => {
  [dashboard, server] = await Promise.all([openDashboard(browser), startV2('dual')]);
  page = dashboard.page;
  origin = dashboard.product.origin;
  rest = await setUp(origin);
  await rest.createWorkspace('Acme Tools');
  await rest.addServer('acme-tools', { name: 'Tracker', url: server.url });
  const invited = await rest.send('POST', '/workspaces/acme-tools/invites', { email: grace.email, role: 'member' });
  const link = String(invited.body.link);
  const { name, password } = grace;
  const invite_token = link.slice(link.lastIndexOf('/') + 1);
  const accepted = await restSend(origin, null, 'POST', '/invites/accept', { invite_token, name, password });
  expect(accepted.status).toBe(201);
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } });
  const hers = await context.newPage();
  guest = { context, page: hers, complaints: watchForComplaints(hers) };
});
test.afterAll(async () => {
  await guest.context.close();
  await Promise.all([server.close(), dashboard.close()]);
});
test.afterEach(() => {
  dashboard.complaints.expectNone();
  guest.complaints.expectNone();
});

async function signIn(on: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
}

async function callEcho(raw: string, times: number): Promise<void> {
  const client = await connectClient('SDK v2 auto', `${origin}/ws/acme-tools`, raw);
  for (let time = 0; time < times; time += 1) await client.callTool('tracker__echo', { text: 'hello' });
  await client.close();
}

const memberId = async (name: string) => {
  const { body } = await rest.send('GET', '/workspaces/acme-tools/members');
  const list = Object.values(body).find(Array.isArray) as { id: string; name: string }[];
  return list.find((one) => one.name === name)?.id ?? 'no such member';
};
const row = (on: Page, section: string, name: string | RegExp) =>
  on.getByRole('table', { name: new RegExp(`^${section}:`) }).getByRole('row', { name });
const callsIn = (on: Page, section: string, name: string | RegExp) => row(on, section, name).getByRole('cell').first();

test('before any call the page says what it waits for', async () => {
  await page.goto(path);
  await signIn(page, owner);
  await expect(page.getByText('No calls yet')).toBeVisible();
  await inspectScreen(page, '140-analytics-empty');
});

test('calls of real clients appear under the tool, member, token and server that they are of', async () => {
  const members = { ada: await memberId(owner.name), grace: await memberId(grace.name) };
  const ada = await rest.createToken('acme-tools', { name: 'Laptop of Ada', member_id: members.ada });
  const hers = await rest.createToken('acme-tools', { name: 'Laptop of Grace', member_id: members.grace });
  await callEcho(ada.raw, 3);
  await callEcho(hers.raw, 2);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('region', { name: 'Overview' })).toContainText('5 calls', { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await expect(callsIn(page, 'Tools', /tracker__echo/)).toHaveText('5');
  await expect(callsIn(page, 'Members', /Ada Lovelace/)).toHaveText('3');
  await expect(callsIn(page, 'Members', /Grace Hopper/)).toHaveText('2');
  await expect(callsIn(page, 'Tokens', /Laptop of Ada/)).toHaveText('3');
  await expect(callsIn(page, 'Servers', /Tracker/)).toHaveText('5');
  await inspectScreen(page, '141-analytics');
});

test('range and filters stand in the address, and survive a reload', async () => {
  await page.getByText('30 days', { exact: true }).click();
  await row(page, 'Members', /Grace Hopper/)
    .getByRole('button')
    .click();
  const id = await memberId(grace.name);
  await expect(page).toHaveURL(`${origin}${path}?range=month&member=${id}`);
  await expect(callsIn(page, 'Tools', /tracker__echo/)).toHaveText('2');
  await page.reload();
  await expect(page.getByRole('radio', { name: '30 days' })).toBeChecked();
  await expect(callsIn(page, 'Tools', /tracker__echo/)).toHaveText('2');
  await expect(row(page, 'Tokens', /Laptop of Ada/)).toHaveCount(0);
  await inspectScreen(page, '142-analytics-filtered');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(callsIn(page, 'Tools', /tracker__echo/)).toHaveText('5');
  await page.getByText('24 hours', { exact: true }).click();
  await expect(callsIn(page, 'Tools', /tracker__echo/)).toHaveText('5');
});

test('what a chart shows is also a table, by keyboard', async () => {
  for (const [title, caption] of [
    ['Calls', 'Calls over time'],
    ['Time of servers', 'Time of servers over time'],
    ['Time of the gateway', 'Time of the gateway over time'],
  ] as const) {
    const section = page.getByRole('region', { name: title, exact: true });
    await section.getByRole('button', { name: 'Table' }).focus();
    await page.keyboard.press('Enter');
    await expect(section.getByRole('table', { name: caption })).toBeVisible();
  }
  await inspectScreen(page, '143-analytics-tables');
});

test('what a bar comes to is told to the arrow keys, and to a pointer', async () => {
  await page.reload();
  const chart = page.getByRole('region', { name: 'Calls', exact: true });
  const slider = chart.getByRole('slider', { name: /^Calls over time/ });
  const now = await slider.getAttribute('aria-valuetext');
  expect(now).toMatch(/: OK 5$/);
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', /: OK 0$/);
  await inspectScreen(page, '146-analytics-pointed');
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', now ?? '');
  await slider.blur();
  const { x, y, width, height } = (await chart.getByRole('img').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width - 2, y + height / 2);
  const told = `${now?.slice(0, now.indexOf(': OK'))}OK5`;
  await expect(chart).toContainText(told);
  await page.mouse.move(0, 0);
  await expect(chart).not.toContainText(told);
});

test('a tap tells what a bar comes to, until the next one', async ({ browser }) => {
  const storageState = await page.context().storageState();
  const phone = await browser.newContext({ baseURL: origin, storageState, hasTouch: true });
  try {
    const other = await phone.newPage();
    await other.goto(path);
    const chart = other.getByRole('region', { name: 'Calls', exact: true });
    const picture = chart.getByRole('img');
    await picture.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await other.touchscreen.tap(x + 2, y + height / 2);
    await expect(chart).toContainText('OK0');
    await other.touchscreen.tap(x + width - 2, y + height / 2);
    await expect(chart).not.toContainText('OK0');
    await expect(chart.getByRole('slider')).toHaveAttribute('aria-valuetext', /: OK 5$/);
  } finally {
    await phone.close();
  }
});

test('a scale has three numbers, also after the steps have changed from hours to days', async () => {
  await page.goto(`${path}?range=day`);
  const chart = page.getByRole('region', { name: 'Calls', exact: true });
  await expect(chart.getByText('0', { exact: true })).toHaveCount(1);
  await page.getByText('90 days', { exact: true }).click();
  await expect(chart.getByText(/^\d+ [A-Z][a-z]+$/)).not.toHaveCount(0);
  await expect(chart.getByText('0', { exact: true })).toHaveCount(1);
  await page.goto(path);
});

test('the export holds what the page shows', async () => {
  await page.getByRole('button', { name: 'Export usage' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const file = await (await download).path();
  const [head, ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  expect(head).toContain('"id","name","server_id","calls","ok"');
  const calls = lines.map((line) => Number(line.split(',')[3]));
  expect(calls.reduce((sum, n) => sum + n, 0)).toBe(5);
});

test('a member sees their own numbers, and nobody else’s', async () => {
  const on = guest.page;
  await on.goto(path);
  await signIn(on, grace);
  await expect(on.getByRole('region', { name: 'Overview' })).toContainText('2 calls');
  await expect(callsIn(on, 'Tools', /tracker__echo/)).toHaveText('2');
  await expect(row(on, 'Tokens', /Laptop of Grace/)).toBeVisible();
  await expect(on.getByText('Laptop of Ada')).toHaveCount(0);
  await expect(on.getByRole('table', { name: /^Members:/ })).toHaveCount(0);
  await inspectScreen(on, '144-analytics-of-a-member');
});

test('where a workspace shows counts only, another member’s numbers are counts, and one’s own stay whole', async () => {
  const changed = await rest.send('PATCH', '/workspaces/acme-tools', { usage_detail: 'counts' });
  expect(changed.status).toBe(200);
  // Chromium reports what the page asked in vain.
  dashboard.complaints.allow(/status of 403/);
  await page.goto(`${path}?member=${await memberId(grace.name)}`);
  await expect(callsIn(page, 'Members', /Grace Hopper/)).toHaveText('2');
  await expect(callsIn(page, 'Tokens', /Laptop of Grace/)).toHaveText('2');
  await expect(page.getByRole('table', { name: /^Tools:/ })).toHaveCount(0);
  await expect(page.locator('#main').getByRole('alert')).toHaveCount(0);
  await inspectScreen(page, '145-analytics-counts');
  await page.goto(`${path}?member=${await memberId(owner.name)}`);
  await expect(callsIn(page, 'Tools', /tracker__echo/)).toHaveText('3');
});
