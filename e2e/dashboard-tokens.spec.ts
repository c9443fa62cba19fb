import { connectClient } from './clients';
import { type Dashboard, openDashboard } from './dashboard';
import { startV2 } from './fixtures/v2-server';
import { owner, type Rest, setUp } from './rest';
import { inspectScreen } from './screens';
import { expect, test } from './test';
import { bearer, legacyRequest, send } from './wire';

/** A token's whole life in the dashboard: narrowed, explained, rotated, paused, found, revoked, and what the owner allows. */
test.describe.configure({ mode: 'serial' });

let dashboard: Dashboard;
let page: Dashboard['page'];
let rest: Rest;
let slug: string;
let url: string;
let server: Awaited<ReturnType<typeof startV2>>;
/** As they were copied. */
let narrow = '';
let old = '';

test.beforeAll(async ({ browser }) => {
  [dashboard, server] = await Promise.all([openDashboard(browser), startV2('dual')]);
  page = dashboard.page;
  rest = await setUp(dashboard.product.origin);
  ({ slug, url } = await rest.createWorkspace('Vault'));
  await rest.addServer(slug, { name: 'Tracker', url: server.url });
  await rest.addServer(slug, { name: 'Demo', url: 'aerostack:demo' });
  await rest.createToken(slug, { name: 'Support Bot' });
  await page.goto(`/workspaces/${slug}/tokens`);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor();
});
test.afterAll(() => Promise.all([server.close(), dashboard.close()]));
test.afterEach(() => dashboard.complaints.expectNone());

const button = (name: string | RegExp) => page.getByRole('button', { name });
/** Toasts are dialogs too, of the kind that lets the page go on. */
const dialog = () => page.locator('[role=dialog]:not([aria-modal=false])');
const confirm = () => page.getByRole('alertdialog');
const row = (name: string | RegExp) => page.getByRole('row', { name });
const search = () => page.getByLabel('Search tokens by name or hint');
const list = (raw: string) => send(url, legacyRequest('tools/list', undefined, bearer(raw)));

async function toolsOf(raw: string): Promise<string[]> {
  const client = await connectClient('SDK v2 auto', url, raw);
  const names = (await client.listTools()).map(({ name }) => name);
  await client.close();
  return names;
}

/** Takes the token from the screen that shows it once, and leaves that screen. */
async function takeToken(): Promise<string> {
  await button('Copy the token').click();
  const raw = await dashboard.clipboard();
  // The screen takes back the history entry that guarded it; a browser that is sent elsewhere meanwhile goes nowhere.
  const wentBack = page.evaluate(
    () => new Promise<void>((resolve) => addEventListener('popstate', () => resolve(), { once: true })),
  );
  await button('Done').click();
  await wentBack;
  await expect(page.getByTestId('raw-token')).toBeHidden();
  return raw;
}

async function choose(token: string, item: string): Promise<void> {
  await button(`Actions for ${token}`).first().click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a token narrowed in the form opens exactly the tools that the form showed', async () => {
  await button('New token').click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Narrow');
  await dialog().getByText('Narrowed', { exact: true }).click();
  await dialog().getByLabel('Only tools that match').fill('tracker__e*\nnope__*');
  await dialog().getByLabel('Never tools that match').fill('*__error*');
  await expect(dialog().getByText('Matches no tool today: nope__*')).toBeVisible();
  const preview = dialog().getByRole('list', { name: 'Tools that it would see' }).getByRole('listitem');
  const shown = await preview.allTextContents();
  expect(shown).toContain('tracker__echo');
  await expect(dialog().getByTestId('preview')).toContainText(new RegExp(`^${shown.length} of \\d+ tools$`));
  await inspectScreen(page, '60-token-narrowed');
  await dialog().getByLabel('Address ranges').fill('10.0.0.0/8\nnowhere');
  await button('Create token').click();
  await expect(dialog().getByText('Write an address or a range')).toBeVisible();
  await expect(dialog().getByLabel('Address ranges')).toBeFocused();
  await dialog().getByLabel('Address ranges').fill('127.0.0.0/8\n::1');
  await button('Create token').click();
  narrow = await takeToken();
  expect(await toolsOf(narrow)).toEqual(shown);
  await expect(row(/Narrow/)).toContainText('3 patterns · 2 address ranges');
});

test('the page of a token says of every tool whether it is seen, and why not', async () => {
  await page.getByRole('link', { name: 'Narrow' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Narrow' })).toBeVisible();
  await expect(page.getByText(/aerostack-e2e/)).toBeVisible({ timeout: 15_000 });
  await page.getByLabel('Why does my client not see…').fill('demo__');
  const first = page.getByRole('list', { name: 'Tools' }).getByRole('listitem').first();
  await expect(first).toContainText(/No pattern of the token allows “demo__/);
  await page.getByLabel('Why does my client not see…').fill('no_such_tool');
  await expect(page.getByText('There is no “no_such_tool” in this workspace.')).toBeVisible();
  await page.getByLabel('Why does my client not see…').fill('');
  await inspectScreen(page, '61-token-page');
});

test('what is saved for a token counts for its next request', async () => {
  await button('Edit').click();
  await dialog().getByText('Limits', { exact: true }).click();
  await dialog().getByLabel('Requests a minute').fill('1000');
  await button('Save').click();
  await expect(dialog().getByText(/fewer than 120 requests a minute/)).toBeVisible();
  await inspectScreen(page, '62-token-edit-refused');
  await dialog().getByLabel('Requests a minute').fill('60');
  const patterns = dialog().getByLabel('Only tools that match');
  await patterns.fill('');
  await dialog().getByRole('checkbox', { name: 'Demo' }).check();
  await expect(patterns).toHaveValue('');
  await button('Save').click();
  await expect(dialog()).toBeHidden();
  const names = await toolsOf(narrow);
  expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^demo__/)]));
  expect(names.filter((name) => !name.startsWith('demo__'))).toEqual([]);
  await expect(page.getByText('The token is for other servers than “tracker”.').first()).toBeVisible();
});

test('after a rotation the old token is seen with what is left of its grace and who still uses it, until it is ended', async () => {
  await page.goto(`/workspaces/${slug}/tokens`);
  await choose('Narrow', 'Rotate');
  await dialog().getByText('After 1 hour', { exact: true }).click();
  await inspectScreen(page, '63-rotate');
  await button('Rotate token').click();
  await expect(page.getByText(/The old token mwt_\S+ stops in/)).toBeVisible();
  await inspectScreen(page, '64-rotated');
  old = narrow;
  narrow = await takeToken();
  const oldRow = row(/Old token of Narrow/);
  await expect(oldRow).toContainText(/Rotating.*stops in (1 h|59 min)/);
  await expect(oldRow).toContainText('Not used since');
  await toolsOf(old);
  await expect(oldRow).toContainText(/Still in use.*last used just now by aerostack-e2e/, { timeout: 15_000 });
  await inspectScreen(page, '65-tokens-rotating');
  await oldRow.getByRole('button', { name: 'End grace now' }).click();
  await expect(confirm()).toContainText('Still in use');
  expect((await list(old)).status).toBe(200);
  const ended = page.waitForResponse((response) => response.url().endsWith('/revoke'));
  await confirm().getByRole('button', { name: 'End grace now' }).click();
  await ended;
  expect((await list(old)).status).toBe(401);
  expect((await list(narrow)).status).toBe(200);
  await expect(oldRow).toBeHidden();
  await expect(row(/Narrow.*Replaced just now/)).toBeVisible();
});

test('a paused token opens nothing until it is resumed', async () => {
  await choose('Narrow', 'Pause');
  await expect(row(/Narrow.*Paused/)).toBeVisible();
  expect((await list(narrow)).status).toBe(401);
  await choose('Narrow', 'Resume');
  await expect(row(/Narrow.*Active/)).toBeVisible();
  expect((await list(narrow)).status).toBe(200);
});

test('a pasted token is found by its hash and is in no request, no address and no storage', async () => {
  const sent: string[] = [];
  const note = (request: { url(): string; postData(): string | null }) =>
    sent.push(`${request.url()} ${request.postData() ?? ''}`);
  page.on('request', note);
  const paste = async (text: string) => {
    await page.evaluate((held) => navigator.clipboard.writeText(held), text);
    await search().focus();
    await page.keyboard.press('ControlOrMeta+V');
  };
  await paste(`Authorization: Bearer ${old}\n`);
  await expect(page.getByText(`Found by its hash: ${old.slice(0, 8)}…${old.slice(-4)}`)).toBeVisible();
  await expect(search()).toHaveValue('');
  await expect(page.getByRole('link', { name: 'Narrow' })).toHaveCount(1);
  await inspectScreen(page, '66-token-found');
  await button('Show all').click();
  await paste('mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee');
  await expect(page.getByText('No token of this workspace: mwt_7a3f…b7ee')).toBeVisible();
  await paste(old.slice(0, 30));
  await expect(page.getByText(/That is a part of a token/)).toBeVisible();
  await search().pressSequentially(old.slice(0, 20));
  await button('Dismiss').click();
  page.off('request', note);
  dashboard.complaints.allow(/404/);
  const body = old.slice(4, 20);
  expect(sent.some((text) => text.includes('/tokens/find {"hash":'))).toBe(true);
  expect(sent.filter((text) => text.includes(body))).toEqual([]);
  const kept = await page.evaluate(() =>
    JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, history.state, document.cookie]),
  );
  expect(kept).not.toContain(body);
  expect(await page.content()).not.toContain(body);
});

test('without a secure context a pasted token goes nowhere, and the page says why', async () => {
  const plain = await dashboard.context.newPage();
  const sent: string[] = [];
  plain.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await plain.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await plain.goto(`/workspaces/${slug}/tokens`);
  await plain.getByLabel('Search tokens by name or hint').fill(narrow);
  await expect(plain.getByText(/browsers hash nothing then. The token was not sent/)).toBeVisible();
  expect(sent.filter((text) => text.includes('/find') || text.includes(narrow.slice(8, 40)))).toEqual([]);
  await plain.getByRole('button', { name: /^Search for mwt_/ }).click();
  await expect(plain.getByRole('link', { name: 'Narrow' })).toHaveCount(1);
  await plain.close();
});

test('what is searched, filtered and sorted stands in the address and comes back with it', async () => {
  await page.goto(`/workspaces/${slug}/tokens`);
  const asked = page.waitForRequest(/tokens\?search=narrow&/);
  await search().fill('narrow');
  await asked;
  await button('Status').click();
  await page.getByRole('menuitemradio', { name: 'Revoked' }).click();
  await button('Sort').click();
  await page.getByRole('menuitemradio', { name: 'Name' }).click();
  await expect(page).toHaveURL(/\?search=narrow&status=revoked&sort=name$/);
  await expect(page.getByRole('link', { name: 'Narrow' })).toHaveCount(1);
  await page.reload();
  await expect(search()).toHaveValue('narrow');
  await expect(row(/Narrow.*Revoked/)).toHaveCount(1);
  await expect(row(/Support Bot/)).toHaveCount(0);
  await search().fill('nobody');
  await expect(page.getByText('No token matches.')).toBeVisible();
  await inspectScreen(page, '67-tokens-none');
  await button('Clear search and filters').click();
  await expect(row(/Support Bot/)).toBeVisible();
});

test('by keyboard alone several tokens are selected and revoked, after the count was typed', async () => {
  const made = await Promise.all([1, 2, 3].map((n) => rest.createToken(slug, { name: `Bulk ${n}` })));
  await page.goto(`/workspaces/${slug}/tokens?search=bulk&sort=name`);
  await expect(row(/Bulk 3/)).toBeVisible();
  for (const key of ['j', 'x', 'j', 'j', 'k', 'x']) await page.keyboard.press(key);
  await expect(page.getByText('2 selected')).toBeVisible();
  await inspectScreen(page, '68-tokens-selected');
  await page.keyboard.press('/');
  await page.keyboard.type('c#x');
  await expect(dialog()).toBeHidden();
  await expect(search()).toHaveValue('c#x');
  await search().fill('bulk');
  await page.keyboard.press('Tab');
  await expect(row(/Bulk 2/)).toBeVisible();
  await page.keyboard.press('#');
  await expect(confirm()).toContainText(/Bulk [12], Bulk [12] stop working/);
  const revoke = confirm().getByRole('button', { name: 'Revoke 2 tokens' });
  await confirm().getByRole('textbox').focus();
  await page.keyboard.type('3');
  await expect(revoke).toBeDisabled();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('2');
  await inspectScreen(page, '69-revoke-several');
  await revoke.focus();
  await page.keyboard.press('Enter');
  await expect(confirm()).toBeHidden();
  await expect(row(/Bulk 1.*Revoked/)).toBeVisible();
  await expect(row(/Bulk 2.*Revoked/)).toBeVisible();
  await expect(row(/Bulk 3.*Active/)).toBeVisible();
  expect(await Promise.all(made.map(async ({ raw }) => (await list(raw)).status))).toEqual([401, 401, 200]);
});

test('single keys rotate, revoke and create, are listed, and can be switched off', async () => {
  await page.goto(`/workspaces/${slug}/tokens?search=bulk+3`);
  await expect(row(/Bulk 3/)).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await expect(dialog().getByRole('heading', { name: 'Rotate Bulk 3' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Bulk 3' })).toBeFocused();
  await page.keyboard.press('#');
  await expect(confirm().getByRole('heading', { name: 'Revoke Bulk 3?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Bulk 3' })).toBeFocused();
  await page.keyboard.press('c');
  await expect(dialog().getByRole('heading', { name: 'New token' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await page.keyboard.press('?');
  await inspectScreen(page, '70-shortcuts');
  await dialog().getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await page.keyboard.press('c');
  await button('Keyboard shortcuts').click();
  await expect(dialog().getByRole('heading')).toHaveText('Keyboard shortcuts');
  await dialog().getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
});

test('expiries are told quietly and leaks aloud, with the way to them', async () => {
  await rest.createToken(slug, { name: 'CI Pipeline', expires_in: 3 * 86_400 });
  await rest.send('PATCH', `/workspaces/${slug}`, { token_policy: { on_leak: 'notify' } });
  const leaked = await rest.createToken(slug, { name: 'Leaky' });
  expect((await rest.send('POST', '/leaked-tokens/revoke', { tokens: [leaked.raw] })).status).toBe(202);
  await page.goto(`/workspaces/${slug}/tokens`);
  const banner = page.getByRole('region', { name: 'Exposed tokens' });
  await expect(banner).toContainText(/Leaky was found in the open.*It still works/);
  await expect(page.getByText('1 token expires within 7 days')).toBeVisible();
  await inspectScreen(page, '71-tokens-exposed');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(row(/CI Pipeline.*Expiring soon/)).toBeVisible();
  await expect(row(/Leaky/)).toHaveCount(0);
  await banner.getByRole('button', { name: 'Show it' }).click();
  await expect(row(/Leaky.*Exposed/)).toBeVisible();
  await page.getByRole('link', { name: 'Leaky' }).click();
  await expect(page.getByText('Found in the open.', { exact: true })).toBeVisible();
  await inspectScreen(page, '72-token-exposed');
});

test('what the owner allows is what the form offers, and says why the rest is refused', async () => {
  await dashboard.openTab('Settings');
  await page.getByRole('switch', { name: 'Maximum lifetime' }).click();
  await page.getByLabel('A token lives at most').fill('0');
  await button('Save token policy').click();
  await expect(page.getByText('A token must be allowed to live for a minute at least.')).toBeVisible();
  await page.getByLabel('A token lives at most').fill('45');
  await page.getByLabel('Requests a minute, all tokens together').fill('600');
  await inspectScreen(page, '73-settings-policy');
  await button('Save token policy').click();
  await expect(page.getByText('Token policy saved')).toBeVisible();
  expect((await rest.send('GET', `/workspaces/${slug}`)).body).toMatchObject({
    token_policy: { max_lifetime: 45 * 86_400, on_leak: 'notify' },
    rate_limit: 600,
  });
  await dashboard.openTab('Tokens');
  await button('New token').click();
  await expect(dialog().getByText('Tokens of this workspace must expire within 45 days.')).toBeVisible();
  await expect(dialog().getByText('45 days', { exact: true })).toBeVisible();
  await expect(dialog().getByText('No expiry', { exact: true })).toBeHidden();
  await expect(dialog().getByText('90 days', { exact: true })).toBeHidden();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Too long');
  await dialog().getByText('Custom', { exact: true }).click();
  await dialog().getByLabel('Expires in').fill('46');
  await button('Create token').click();
  await expect(dialog().getByText('Tokens of this workspace must expire within 45 days.')).toHaveCount(2);
  await expect(dialog().getByLabel('Expires in')).toBeFocused();
  await inspectScreen(page, '74-policy-refused');
  await button('Cancel').click();
  await choose('Support Bot', 'Rotate');
  await expect(dialog().getByText('45 days', { exact: true })).toBeVisible();
  await button('Cancel').click();
  expect((await rest.send('POST', `/workspaces/${slug}/tokens`, { name: 'Endless' })).status).toBe(422);
});
