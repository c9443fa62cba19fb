import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { connectClient } from './clients';
import { type Dashboard, openDashboard } from './dashboard';
import { startV2 } from './fixtures/v2-server';
import { owner, type Rest, setUp } from './rest';
import { inspectScreen, watchForComplaints } from './screens';
import { expect, test } from './test';
import { bearer, legacyRequest, rpcOf, send } from './wire';

/** From an invite to a call and to the end of both, each person in a browser of their own. */
test.describe.configure({ mode: 'serial' });

const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'nine moths in the relay panel' };
const dayMs = 86_400_000;

let folder: string;
let clock: string;
let dashboard: Dashboard;
let page: Page;
let origin: string;
let rest: Rest;
let server: Awaited<ReturnType<typeof startV2>>;
/** As the owner copied them, by address. */
const links = new Map<string, string>();
/** Grace’s browser, and the token that she got. */
let guest: Guest;
let raw = '';

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'aerostack-members-'));
  clock = join(folder, 'offset');
  await writeFile(clock, '0');
  const preload = pathToFileURL('e2e/fixtures/shift-clock.mjs').href;
  const env = { NODE_OPTIONS: `--import=${preload}`, CLOCK_FILE: clock };
  [dashboard, server] = await Promise.all([openDashboard(browser, { env }), startV2('dual')]);
  page = dashboard.page;
  origin = dashboard.product.origin;
  rest = await setUp(origin);
  await rest.createWorkspace('Acme Tools');
  await rest.createWorkspace('Beta');
  await rest.addServer('acme-tools', { name: 'Tracker', url: server.url });
  await rest.createToken('acme-tools', { name: 'Token of Ada' });
});
test.afterAll(async () => {
  await guest?.close();
  await Promise.all([server.close(), dashboard.close()]);
  await rm(folder, { recursive: true });
});
test.afterEach(() => dashboard.complaints.expectNone());

interface Guest {
  context: BrowserContext;
  page: Page;
  complaints: ReturnType<typeof watchForComplaints>;
  clipboard(): Promise<string>;
  close(): Promise<void>;
}

/** Somebody else, in a browser that knows nothing. */
async function openGuest(browser: Browser): Promise<Guest> {
  const context = await browser.newContext({
    baseURL: origin,
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  return {
    context,
    page,
    complaints: watchForComplaints(page),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    close: () => context.close(),
  };
}

async function signIn(on: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
}

async function signUp(on: Page, { name, password }: { name: string; password: string }): Promise<void> {
  await on.getByLabel('Name').fill(name);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Create account and join' }).click();
}

async function inviteByRest(slug: string, email: string): Promise<string> {
  const { status, body } = await rest.send('POST', `/workspaces/${slug}/invites`, { email, role: 'member' });
  expect(status).toBe(201);
  return String(body.link);
}

const linkOf = (email: string) => links.get(email) ?? 'no link';
const callStatus = async () =>
  (await send(`${origin}/ws/acme-tools`, legacyRequest('ping', undefined, bearer(raw)))).status;
const memberRow = (name: string) =>
  page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name });
const inviteRow = (email: string) =>
  page.getByRole('list', { name: 'Pending invites' }).getByRole('listitem').filter({ hasText: email });

test('Members says what each role may do, and who is alone as owner can neither leave nor step down', async () => {
  await page.goto('/workspaces/acme-tools/members');
  await signIn(page, owner);
  await expect(memberRow(owner.name)).toContainText('(you)');
  await expect(memberRow(owner.name).getByRole('button', { name: /Role of|Actions for/ })).toHaveCount(0);
  await expect(page.getByText('Nobody is invited right now.')).toBeVisible();
  const deletes = page.getByRole('row', { name: /Delete the workspace/ }).getByRole('cell');
  await expect(deletes).toHaveText(['yes', 'no', 'no']);
  await inspectScreen(page, '60-members-alone');
});

test('several people are invited at once, each by a link of their own that is shown once', async () => {
  await page.getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByLabel('E-mail addresses');
  await expect(field).toBeFocused();
  await field.fill('Grace Hopper <grace@example.com>, alan');
  await dialog.getByRole('button', { name: 'Invite 2 people' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByText(/^alan: Enter an e-mail address/)).toBeVisible();
  await inspectScreen(page, '61-invite');
  await field.fill('Grace Hopper <grace@example.com>, alan@example.com\nmary@example.com GRACE@example.com');
  await dialog.getByRole('button', { name: 'Invite 3 people' }).click();
  await expect(dialog.getByRole('heading', { name: '3 people invited' })).toBeVisible();
  for (const email of ['grace@example.com', 'alan@example.com', 'mary@example.com']) {
    await dialog.getByRole('button', { name: `Copy the link for ${email}` }).click();
    links.set(email, await dashboard.clipboard());
    expect(linkOf(email)).toMatch(new RegExp(`^${origin}/invite/mwi_[0-9a-f]{48}$`));
  }
  await inspectScreen(page, '62-invited');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(inviteRow('grace@example.com')).toContainText(`by ${owner.name}`);
  await expect(inviteRow('grace@example.com')).toContainText('Expires in 7 days');
  await inspectScreen(page, '63-members-invited');
  expect(await page.content()).not.toContain('mwi_');
});

test('whoever is invited already is not invited again, and the form says who', async () => {
  dashboard.complaints.allow(/status of 409/);
  await page.getByRole('button', { name: 'Invite people' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail addresses').fill(`new@example.com, alan@example.com, ${owner.email}`);
  await dialog.getByRole('button', { name: 'Invite 3 people' }).click();
  await expect(dialog.getByText(/alan@example\.com is invited already/)).toBeVisible();
  await expect(dialog.getByText(/ada@example\.com is a member already/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(inviteRow('new@example.com')).toHaveCount(0);
});

test('a machine that opens the link, as mail scanners do, changes nothing and learns nothing', async () => {
  for (let time = 0; time < 3; time += 1) {
    const answer = await fetch(linkOf(grace.email));
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(html).toMatch(/<meta name="robots" content="noindex/);
    expect(html).not.toMatch(/Acme|Ada Lovelace|grace@|g…@/);
  }
});

test('without an account: sign-up for the invited address and no other, then a token that is shown once and works', async ({
  browser,
}) => {
  guest = await openGuest(browser);
  const on = guest.page;
  await on.goto(linkOf(grace.email));
  await expect(on.getByRole('heading', { name: 'Join Acme Tools' })).toBeVisible();
  await expect(on.getByLabel('E-mail')).toHaveValue('g…@example.com');
  await expect(on.getByLabel('E-mail')).not.toBeEditable();
  await signUp(on, { name: grace.name, password: 'short' });
  await expect(on.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await inspectScreen(on, '64-invite-sign-up');
  await signUp(on, grace);
  await expect(on.getByText('Waiting for first call…')).toBeVisible();
  await on.getByRole('button', { name: 'Copy the token' }).click();
  raw = await guest.clipboard();
  expect(raw).toMatch(/^mwt_[0-9a-f]{48}$/);
  await inspectScreen(on, '65-invite-token');
  const client = await connectClient('SDK v2 auto', `${origin}/ws/acme-tools`, raw);
  const answer = await client.callTool('tracker__echo', { text: 'from Grace' });
  expect(answer.content).toEqual([{ type: 'text', text: 'from Grace' }]);
  await client.close();
  await expect(on.getByText('First call received')).toBeVisible({ timeout: 10_000 });
  await on.getByRole('button', { name: 'Done' }).click();
  await expect(on).toHaveURL(`${origin}/workspaces/acme-tools/tools`);
  expect(await on.content()).not.toContain(raw.slice(8, 40));
  guest.complaints.expectNone();
});

test('the owner sees the call under the member who made it', async () => {
  await page.reload();
  await expect(memberRow(grace.name)).toContainText(grace.email);
  await expect(memberRow(grace.name).locator('dd').nth(2)).toHaveText('1');
  await expect(memberRow(grace.name).locator('dd').nth(3)).toHaveText('1');
  await expect(inviteRow(grace.email)).toHaveCount(0);
});

test('a member sees the tools and tokens of their own, and nothing to change for others', async () => {
  const on = guest.page;
  const tab = (name: string) => on.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name }).click();
  await tab('Servers');
  await expect(on.getByRole('heading', { name: 'Tracker', exact: true })).toBeVisible();
  await expect(on.locator('#main').getByRole('button', { name: /Add server|Refresh|More for/ })).toHaveCount(0);
  await tab('Tokens');
  await expect(on.getByText(raw.slice(0, 8))).toBeVisible();
  await expect(on.getByText('Token of Ada')).toHaveCount(0);
  await inspectScreen(on, '66-tokens-of-a-member');
  await on.getByRole('button', { name: 'New token' }).click();
  await on.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Second client');
  await on.getByRole('button', { name: 'Create token' }).click();
  await on.getByRole('button', { name: 'Copy the token' }).click();
  await on.getByRole('button', { name: 'Done' }).click();
  await expect(on.getByRole('row', { name: /Second client/ })).toBeVisible();
  await tab('Members');
  await expect(on.getByRole('list', { name: 'Members' }).getByRole('listitem')).toHaveCount(2);
  await expect(on.getByRole('button', { name: 'Invite people' })).toHaveCount(0);
  await expect(on.getByRole('button', { name: /^Role of/ })).toHaveCount(0);
  await expect(on.getByRole('button', { name: `Actions for ${owner.name}` })).toHaveCount(0);
  await inspectScreen(on, '67-members-of-a-member');
  guest.complaints.expectNone();
});

test('an admin makes tokens for others and for bots; each person sees theirs, and a bot’s belongs to nobody', async () => {
  const make = async (name: string, choice: string | RegExp) => {
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    const option = await dialog.getByLabel('Owner').getByRole('option', { name: choice }).getAttribute('value');
    await dialog.getByLabel('Owner').selectOption(option);
    if (name === 'For the bot') await inspectScreen(page, '68-new-token-for-a-bot');
    await dialog.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('button', { name: 'Copy the token' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await dashboard.openTab('Tokens');
  await make('For Grace', /^Grace Hopper/);
  await make('For the bot', /^Nobody/);
  await expect(page.getByRole('row', { name: /For Grace/ })).toContainText(grace.name);
  await expect(page.getByRole('row', { name: /For the bot/ })).toContainText('Nobody');
  await guest.page.goto('/workspaces/acme-tools/tokens');
  await expect(guest.page.getByRole('row', { name: /For Grace/ })).toBeVisible();
  await expect(guest.page.getByText('For the bot')).toHaveCount(0);
  await dashboard.openTab('Members');
  guest.complaints.expectNone();
});

test('used, revoked and never made links are one page, without a word about what they were', async ({ browser }) => {
  await page.getByRole('button', { name: 'Revoke the invite of alan@example.com' }).click();
  await inspectScreen(page, '69-revoke-invite');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke invite' }).click();
  await expect(inviteRow('alan@example.com')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const stranger = await openGuest(browser);
  stranger.complaints.allow(/status of 404/);
  const texts: (string | null)[] = [];
  for (const link of [linkOf(grace.email), linkOf('alan@example.com'), `${origin}/invite/mwi_${'0'.repeat(48)}`]) {
    await stranger.page.goto(link);
    await expect(stranger.page.getByRole('heading', { name: 'This invite cannot be used' })).toBeVisible();
    texts.push(await stranger.page.getByRole('main').textContent());
  }
  expect(new Set(texts).size).toBe(1);
  await inspectScreen(stranger.page, '70-invite-unusable');
  stranger.complaints.expectNone();
  await stranger.close();
});

test('with an account but signed out: sign in on the same page, then one button', async ({ browser }) => {
  const link = await inviteByRest('beta', grace.email);
  const other = await openGuest(browser);
  const on = other.page;
  await on.goto(link);
  await expect(on.getByText('Sign in with it to go on.')).toBeVisible();
  await inspectScreen(on, '71-invite-sign-in');
  await signIn(on, grace);
  await expect(on.getByRole('button', { name: 'Accept and join' })).toBeVisible();
  expect(on.url()).toBe(link);
  await inspectScreen(on, '72-invite-ready');
  await on.getByRole('button', { name: 'Accept and join' }).click();
  await on.getByRole('button', { name: 'Copy the token' }).click();
  await on.getByRole('button', { name: 'Done' }).click();
  await expect(on).toHaveURL(`${origin}/workspaces/beta/tools`);
  other.complaints.expectNone();
  await other.close();
});

test('a member leaves with the workspace’s name typed, and it is gone from their list', async () => {
  const on = guest.page;
  await on.goto('/workspaces/beta/members');
  await on.getByRole('button', { name: `Actions for ${grace.name}` }).click();
  await on.getByRole('menuitem', { name: 'Leave' }).click();
  const dialog = on.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Leave workspace' })).toBeDisabled();
  await dialog.getByLabel('Type Beta to confirm').fill('Beta');
  await inspectScreen(on, '73-leave');
  await dialog.getByRole('button', { name: 'Leave workspace' }).click();
  await expect(on).toHaveURL(`${origin}/workspaces`);
  await expect(on.locator('#main').getByRole('link', { name: 'Acme Tools' })).toBeVisible();
  await expect(on.locator('#main').getByRole('link', { name: 'Beta' })).toHaveCount(0);
  guest.complaints.expectNone();
});

test('the wrong account is told which one it is and never accepts; switching goes on as the invited person', async () => {
  const on = guest.page;
  await on.goto(linkOf('mary@example.com'));
  await expect(on.getByRole('heading', { name: 'This invite is for another account' })).toBeVisible();
  await expect(on.getByText(grace.email)).toBeVisible();
  await expect(on.getByText('m…@example.com')).toBeVisible();
  await expect(on.getByRole('button', { name: /Accept/ })).toHaveCount(0);
  await inspectScreen(on, '74-invite-wrong-account');
  await on.getByRole('button', { name: 'Switch account' }).click();
  await expect(on.getByLabel('E-mail')).toHaveValue('m…@example.com');
  expect(on.url()).toBe(linkOf('mary@example.com'));
  guest.complaints.expectNone();
});

test('of two browsers that accept one link at the same time one gets in', async ({ browser }) => {
  const link = await inviteByRest('acme-tools', 'dora@example.com');
  const both = await Promise.all([openGuest(browser), openGuest(browser)]);
  for (const { page: on, complaints } of both) {
    complaints.allow(/status of 40[0-9]/);
    await on.goto(link);
    await on.getByLabel('Name').fill('Dora');
    await on.getByLabel('Password', { exact: true }).fill(grace.password);
  }
  await Promise.all(both.map(({ page: on }) => on.getByRole('button', { name: 'Create account and join' }).click()));
  const won = (on: Page) => on.getByTestId('raw-token');
  const lost = (on: Page) => on.getByRole('heading', { name: 'This invite cannot be used' });
  await Promise.all(both.map(({ page: on }) => expect(won(on).or(lost(on))).toBeVisible()));
  const outcomes = await Promise.all(both.map(async ({ page: on }) => ((await won(on).isVisible()) ? 'in' : 'out')));
  expect(outcomes.toSorted()).toEqual(['in', 'out']);
  await Promise.all(both.map((each) => each.close()));
});

test('a role is changed from its row and counts at once; making an owner asks first', async () => {
  await page.reload();
  await page.getByRole('button', { name: 'Role of Grace Hopper: Member' }).click();
  await inspectScreen(page, '75-role-menu');
  await page.getByRole('menuitemradio', { name: /^Admin/ }).click();
  await expect(page.getByRole('button', { name: 'Role of Grace Hopper: Admin' })).toBeVisible();
  await page.getByRole('button', { name: 'Role of Grace Hopper: Admin' }).click();
  await page.getByRole('menuitemradio', { name: /^Owner/ }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Make Grace Hopper an owner?');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Role of Grace Hopper: Admin' })).toBeVisible();
});

test('removing a member ends their tokens before the answer, and says what it ends', async () => {
  expect(await callStatus()).toBe(200);
  await page.getByRole('button', { name: `Actions for ${grace.name}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Their 3 tokens stop working');
  await expect(dialog.getByRole('button', { name: 'Remove member' })).toBeDisabled();
  await dialog.getByLabel(`Type ${grace.email} to confirm`).fill(grace.email);
  await inspectScreen(page, '76-remove-member');
  const removed = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await dialog.getByRole('button', { name: 'Remove member' }).click();
  expect((await removed).status()).toBe(204);
  const refused = await send(`${origin}/ws/acme-tools`, legacyRequest('tools/list', undefined, bearer(raw)));
  expect([refused.status, rpcOf(refused).error?.message]).toEqual([401, expect.stringMatching(/revoked/i)]);
  await expect(memberRow(grace.name)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('an expired link says whom to ask; a new one takes its place and the old one is dead', async ({ browser }) => {
  await writeFile(clock, String(8 * dayMs));
  const stranger = await openGuest(browser);
  stranger.complaints.allow(/status of 404/);
  const on = stranger.page;
  await on.goto(linkOf('mary@example.com'));
  await expect(on.getByRole('heading', { name: 'This invite has expired' })).toBeVisible();
  await expect(on.getByText(`Ask ${owner.name} for a new link.`, { exact: false })).toBeVisible();
  await inspectScreen(on, '77-invite-expired');
  // The owner's session is over as well.
  await page.reload();
  await signIn(page, owner);
  await expect(inviteRow('mary@example.com')).toContainText('Expired');
  await page.getByRole('button', { name: 'New link for mary@example.com' }).click();
  const dialog = page.getByRole('dialog');
  await inspectScreen(page, '78-new-link');
  await dialog.getByRole('button', { name: 'Make new link' }).click();
  await dialog.getByRole('button', { name: 'Copy the link for mary@example.com' }).click();
  const renewed = await dashboard.clipboard();
  await inspectScreen(page, '79-new-link-made');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'New link for mary@example.com' })).toBeFocused();
  await on.reload();
  await expect(on.getByRole('heading', { name: 'This invite cannot be used' })).toBeVisible();
  await on.goto(renewed);
  await expect(on.getByRole('heading', { name: 'Join Acme Tools' })).toBeVisible();
  stranger.complaints.expectNone();
  await stranger.close();
});

test('whoever is a member already is led to the workspace', async ({ browser }) => {
  const link = await inviteByRest('beta', 'eve@example.com');
  const other = await openGuest(browser);
  // No way leads here but a race: what the server would say is put into its own answer.
  await other.page.route('**/api/v1/invites/look', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), state: 'already_member' } });
  });
  await other.page.goto(link);
  await expect(other.page.getByRole('heading', { name: 'You are in Beta already' })).toBeVisible();
  await expect(other.page.getByRole('link', { name: 'Go to the workspace' })).toHaveAttribute(
    'href',
    '/workspaces/beta/tools',
  );
  await inspectScreen(other.page, '80-invite-member-already');
  await other.close();
});
