import { type Dashboard, openDashboard } from './dashboard';
import { startV2 } from './fixtures/v2-server';
import { owner, setUp } from './rest';
import { inspectScreen } from './screens';
import { expect, test } from './test';
import { bearer, legacyRequest, send } from './wire';

/** The rooms beside the main path, for somebody who has an account and a workspace. */
test.describe.configure({ mode: 'serial' });

let dashboard: Dashboard;
let page: Dashboard['page'];
let origin: string;
let server: Awaited<ReturnType<typeof startV2>>;

test.beforeAll(async ({ browser }) => {
  [dashboard, server] = await Promise.all([openDashboard(browser), startV2('dual')]);
  page = dashboard.page;
  origin = dashboard.product.origin;
  const rest = await setUp(origin);
  const { slug } = await rest.createWorkspace('Acme Tools');
  await rest.addServer(slug, { name: 'Tracker', url: server.url });
  await rest.addServer(slug, { name: 'Gone', url: 'http://127.0.0.1:9/mcp' });
  await rest.createToken(slug, { name: 'Alice Cursor' });
});
test.afterAll(() => Promise.all([server.close(), dashboard.close()]));
test.afterEach(() => dashboard.complaints.expectNone());

async function signIn(password = owner.password): Promise<void> {
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('whoever is not signed in is led to sign in and back to where they wanted to go', async () => {
  dashboard.complaints.allow(/401|Unauthorized/);
  await page.goto('/workspaces/acme-tools/servers?from=a+mail&n=1');
  await expect(page).toHaveURL(/\/sign-in/);
  await inspectScreen(page, '30-sign-in');
  await signIn('wrong password here');
  await expect(page.getByRole('alert').filter({ hasText: /password/i })).toBeVisible();
  await inspectScreen(page, '31-sign-in-refused');
  await signIn();
  await expect(page).toHaveURL(`${origin}/workspaces/acme-tools/servers?from=a+mail&n=1`);
  await inspectScreen(page, '32-servers-one-down');
});

test('a server is switched off, on, edited, refreshed and removed from its row', async () => {
  const toggle = page.getByRole('switch', { name: 'Enable Tracker' });
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await dashboard.openTab('Tools');
  const echo = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'tracker__echo' }) });
  await expect(echo).toContainText('Disabled');
  await dashboard.openTab('Servers');
  await toggle.click();
  await expect(toggle).toBeChecked();
  await page.getByRole('button', { name: 'Refresh Gone' }).click();
  await expect(page.getByText('Gone could not be refreshed').first()).toBeVisible();
  await page.getByRole('button', { name: 'More for Gone' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Found');
  await page.getByRole('dialog').getByLabel('URL').fill(server.url);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Found', exact: true })).toBeVisible();
  await dashboard.openTab('Tools');
  await expect(page.getByRole('heading', { name: 'gone__echo' })).toBeVisible();
  await expect(echo).not.toContainText('Disabled');
  await dashboard.openTab('Servers');
  await page.getByRole('button', { name: 'More for Found' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(page.getByRole('heading', { name: 'Found', exact: true })).toBeHidden();
});

test('a new token cannot be left uncopied by accident, and its first call is seen as it comes', async () => {
  await dashboard.openTab('Tokens');
  // By keyboard alone: that is how much of the screen works without a mouse.
  await page.getByRole('button', { name: 'New token' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Typed');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Waiting for first call…')).toBeVisible();
  const raw = (await page.getByTestId('raw-token').textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stay here' }).click();
  const answer = await send(`${origin}/ws/acme-tools`, legacyRequest('ping', undefined, bearer(raw)));
  expect(answer.status).toBe(200);
  await expect(page.getByText('First call received')).toBeVisible({ timeout: 10_000 });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('row', { name: /Typed/ })).toBeVisible();
});

test('pressing twice makes one of it: a token, a workspace', async () => {
  const made: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && made.push(new URL(request.url()).pathname));
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Pressed twice');
  await pressTwice('Create token');
  await page.getByRole('button', { name: 'Done' }).click();
  // The screen takes back the history entry that guarded it; a browser that is sent elsewhere meanwhile goes nowhere.
  const wentBack = page.evaluate(
    () => new Promise<void>((resolve) => addEventListener('popstate', () => resolve(), { once: true })),
  );
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
  await wentBack;
  await expect(page.getByRole('row', { name: /Pressed twice/ })).toHaveCount(1);
  await page.goto('/workspaces/new');
  await page.getByLabel('Name').fill('Pressed twice');
  await pressTwice('Create workspace');
  await expect(page).toHaveURL(`${origin}/workspaces/pressed-twice/servers`);
  const isCreation = (path: string) => /\/(tokens|workspaces)$/.test(path);
  expect(made.filter(isCreation)).toEqual(['/api/v1/workspaces/acme-tools/tokens', '/api/v1/workspaces']);
  expect(
    (await dashboard.context.request.delete('/api/v1/workspaces/pressed-twice', { headers: { origin } })).ok(),
  ).toBe(true);
});

/** Both presses in one task of the page, before anything on the screen can have changed, and once more when it has. */
async function pressTwice(name: string): Promise<void> {
  await page.getByRole('button', { name }).evaluate((button: HTMLButtonElement) => {
    button.form?.requestSubmit();
    button.form?.requestSubmit();
    setTimeout(() => button.form?.requestSubmit(), 60);
  });
}

test('a slug, which is permanent, is asked for when the name proposes none', async () => {
  await page.goto('/workspaces/new');
  await page.getByLabel('Name').fill('日本語');
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page.getByText('Enter a slug: none can be made from this name.')).toBeVisible();
  await expect(page.getByLabel('Slug')).toBeFocused();
  await expect(page).toHaveURL(/\/workspaces\/new$/);
});

test('a closed dialog gives the focus back, to the heading when what opened it is gone', async () => {
  await page.goto('/workspaces/acme-tools/servers');
  const heading = page.getByRole('heading', { level: 1 });
  const add = page.locator('#main').getByRole('button', { name: 'Add server' });
  await add.click();
  await page.keyboard.press('Escape');
  await expect(add).toBeFocused();
  await add.click();
  await page.getByRole('button', { name: 'Add the demo server' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(add).toBeFocused();
  await page.getByRole('button', { name: 'More for Demo' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove server' }).click();
  await expect(page.getByRole('heading', { name: 'Demo', exact: true })).toBeHidden();
  await expect(heading).toBeFocused();
  await dashboard.openTab('Tokens');
  await page.getByRole('button', { name: 'Actions for Pressed twice' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByRole('row', { name: /Pressed twice/ })).toContainText(`by ${owner.name}`);
  await expect(page.getByRole('row', { name: /Pressed twice.*Revoked just now/ })).toBeVisible();
  await expect(heading).toBeFocused();
});

test('the other tabs and the account page are whole', async () => {
  await dashboard.openTab('Members');
  await expect(page.getByText(owner.email).first()).toBeVisible();
  await inspectScreen(page, '17-members');
  await dashboard.openTab('Connect');
  await expect(page.getByText('Claude Code', { exact: true }).first()).toBeVisible();
  await inspectScreen(page, '18-connect');
  await dashboard.openTab('Settings');
  await inspectScreen(page, '19-settings');
  await page.goto('/workspaces');
  await expect(page.locator('#main').getByRole('link', { name: 'Acme Tools' })).toBeVisible();
  await inspectScreen(page, '20-workspaces');
  await page.goto('/account');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await inspectScreen(page, '21-account');
});

test('what is missing says so and leads back', async () => {
  dashboard.complaints.allow(/404|Not Found/);
  const answer = await page.goto('/workspaces/nowhere/servers');
  expect(answer?.status()).toBe(404);
  await inspectScreen(page, '22-not-found');
});

test('a page elsewhere cannot use the session: a foreign Origin is refused and nothing is made', async () => {
  const post = (origin: string, name: string) =>
    dashboard.context.request.post('/api/v1/workspaces', { data: { name }, headers: { origin } });
  expect((await post('https://evil.example', 'Evil')).status()).toBe(403);
  expect((await post('null', 'Evil')).status()).toBe(403);
  expect((await post(origin, 'Good')).status()).toBe(201);
  const { workspaces } = await (await dashboard.context.request.get('/api/v1/workspaces')).json();
  expect(workspaces.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Acme Tools', 'Good']);
});

test('signing out ends the session on the server, not only in this browser', async () => {
  const cookie = (await dashboard.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const me = async () => (await fetch(`${origin}/api/v1/me`, { headers: { cookie } })).status;
  expect(await me()).toBe(200);
  await page.goto('/workspaces');
  await page
    .getByRole('button', { name: /account menu/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await me()).toBe(401);
});
