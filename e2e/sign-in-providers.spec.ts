import type { Browser, BrowserContext, Page } from '@playwright/test';
import Database from 'libsql';
import { type Dashboard, openDashboard } from './dashboard';
import { type OidcProvider, startOidcProvider } from './fixtures/oidc-provider';
import { freePort } from './free-port';
import { owner, type Rest, setUp } from './rest';
import { inspectScreen, watchForComplaints } from './screens';
import { expect, test } from './test';

/** Signing in through a real OpenID Connect provider, each person in a browser of their own. */
test.describe.configure({ mode: 'serial' });

let provider: OidcProvider;
let dashboard: Dashboard;
let origin: string;
let rest: Rest;
const contexts: BrowserContext[] = [];

test.beforeAll(async ({ browser }) => {
  const port = await freePort();
  provider = await startOidcProvider(`http://127.0.0.1:${port}/api/auth/callback/oidc`);
  const env = {
    AEROSTACK_OIDC_ISSUER: `${provider.issuer}/`,
    AEROSTACK_OIDC_CLIENT_ID: provider.client.id,
    AEROSTACK_OIDC_CLIENT_SECRET: provider.client.secret,
    AEROSTACK_OIDC_NAME: 'Acme SSO',
    AEROSTACK_GITHUB_CLIENT_ID: 'github-client',
    AEROSTACK_GITHUB_CLIENT_SECRET: 'server-secret-of-github',
    AEROSTACK_GOOGLE_CLIENT_ID: 'google-client',
    AEROSTACK_GOOGLE_CLIENT_SECRET: 'server-secret-of-google',
  };
  dashboard = await openDashboard(browser, { env, port });
  origin = dashboard.product.origin;
  rest = await setUp(origin);
  await rest.createWorkspace('Acme Tools');
  await rest.createWorkspace('Beta');
  const at = (name: string, email: string, email_verified = true) => ({ name, email, email_verified });
  provider.people.set('ada-1', at('Ada Lovelace', 'ADA@example.com'));
  provider.people.set('grace-1', at('Grace Hopper', 'grace@example.com'));
  provider.people.set('mallory-1', at('Mallory', 'mallory@example.com'));
  provider.people.set('false-ada', at('False Ada', owner.email, false));
});
test.afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await dashboard.close();
  await provider.close();
});

interface Guest {
  page: Page;
  context: BrowserContext;
  complaints: ReturnType<typeof watchForComplaints>;
}

/** Somebody in a browser that knows nothing, neither us nor the provider. */
async function openGuest(browser: Browser): Promise<Guest> {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } });
  contexts.push(context);
  const page = await context.newPage();
  return { page, context, complaints: watchForComplaints(page) };
}

async function continueAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
  await page.getByRole('link', { name }).click();
}

/** The address that the provider sends this browser back to, before it has gone there. */
async function answerFor(page: Page, name: string): Promise<string> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
  const href = await page.getByRole('link', { name }).getAttribute('href');
  let next = new URL(href ?? '', page.url()).href;
  while (!next.startsWith(`${origin}/`)) {
    const answer = await page.request.get(next, { maxRedirects: 0 });
    next = new URL(answer.headers().location ?? 'about:blank', next).href;
  }
  expect(next).toMatch(/\/api\/auth\/callback\/oidc\?code=/);
  return next;
}

async function invite(slug: string, email: string): Promise<string> {
  const { status, body } = await rest.send('POST', `/workspaces/${slug}/invites`, { email, role: 'member' });
  expect(status).toBe(201);
  return String(body.link);
}

/** What is stored, read beside the product. */
function stored<Row>(sql: string): Row[] {
  const database = new Database(`${dashboard.product.dataDir}/aerostack.db`, { readonly: true });
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}
const addresses = () => stored<{ email: string }>('SELECT email FROM users ORDER BY email').map(({ email }) => email);
const alert = (page: Page) => page.getByRole('main').getByRole('alert');

let ada: Guest;
let grace: Guest;

test('the sign-in page has a button for each provider that is set, reached by keyboard', async ({ browser }) => {
  const { page, complaints } = await openGuest(browser);
  await page.goto('/sign-in');
  const buttons = page.getByRole('button', { name: /^Continue with/ });
  await expect(buttons).toHaveText(['Continue with Acme SSO', 'Continue with Google', 'Continue with GitHub']);
  await buttons.first().focus();
  await page.keyboard.press('Tab');
  await expect(buttons.nth(1)).toBeFocused();
  await inspectScreen(page, '90-sign-in-providers');
  complaints.expectNone();
});

test('an account with a password is linked once its password is given, and not before', async ({ browser }) => {
  ada = await openGuest(browser);
  const { page, complaints } = ada;
  complaints.allow(/status of 401/);
  await page.goto('/sign-in?callbackUrl=%2Faccount');
  await continueAs(page, 'Ada Lovelace');
  await expect(page.getByText('Acme SSO is not linked to')).toBeVisible();
  expect(stored('SELECT id FROM identities')).toEqual([]);
  expect(stored('SELECT id FROM sessions')).toEqual([]);
  await inspectScreen(page, '91-sign-in-confirm');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${origin}/account`);
  const methods = page.getByRole('list', { name: 'Sign-in methods' });
  await expect(methods.getByRole('listitem')).toHaveText([/Password.*Set/s, /Acme SSO.*ada@example\.com/s]);
  await expect(page.getByRole('button', { name: /^Link / })).toHaveText(['Link Google', 'Link GitHub']);
  await inspectScreen(page, '92-sign-in-methods');
  complaints.expectNone();
});

test('a linked account opens at once, also when its address is another one by now', async ({ browser }) => {
  provider.people.set('ada-1', { name: 'Ada King', email: 'countess@example.com', email_verified: false });
  ada = await openGuest(browser);
  await ada.page.goto('/sign-in?callbackUrl=%2Faccount');
  await continueAs(ada.page, 'Ada King');
  await expect(ada.page).toHaveURL(`${origin}/account`);
  await expect(ada.page.getByText(owner.email).first()).toBeVisible();
  expect(addresses()).toEqual([owner.email]);
  expect(ada.page.url()).not.toMatch(/code|state/);
  ada.complaints.expectNone();
});

test('a session that began at the provider is listed with the others, and once ended it stays ended', async ({
  browser,
}) => {
  const other = await openGuest(browser);
  await other.page.goto('/sign-in');
  await continueAs(other.page, 'Ada King');
  await expect(other.page).toHaveURL(`${origin}/workspaces`);
  await ada.page.reload();
  // Newest first: the other browser's is above this one.
  const sessions = ada.page.getByRole('button', { name: /^End the session/ });
  await sessions.first().click();
  await expect(ada.page.getByText('The session was ended')).toBeVisible();
  await other.page.goto('/workspaces');
  await expect(other.page).toHaveURL(/\/sign-in/);
  await other.page.reload();
  await expect(other.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('somebody without an account or an invite is refused in a sentence, and nothing of them is kept', async ({
  browser,
}) => {
  await invite('acme-tools', 'mallory@example.com');
  const { page, complaints } = await openGuest(browser);
  await page.goto('/sign-in');
  // Invited, but not on the page of the invite: a link that was never seen opens nothing.
  await continueAs(page, 'Mallory');
  await expect(alert(page)).toHaveText(/That account opens nothing here/);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await inspectScreen(page, '93-sign-in-refused');
  expect(addresses()).toEqual([owner.email]);
  const [entry] = stored<Record<string, string>>("SELECT * FROM audit_entries WHERE action = 'identity.refuse'");
  expect(entry).toMatchObject({ result: 'refused', details: JSON.stringify({ provider: 'oidc', reason: 'unknown' }) });
  expect(JSON.stringify(entry)).not.toMatch(/mallory/i);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
  complaints.expectNone();
});

test('an address that the provider does not confirm counts for nothing, whoever has it here', async ({ browser }) => {
  const { page } = await openGuest(browser);
  await page.goto('/sign-in');
  await continueAs(page, 'False Ada');
  await expect(alert(page)).toHaveText(/does not confirm/);
  expect(stored('SELECT id FROM identities')).toHaveLength(1);
});

test('whoever was invited signs up through the provider on the invite’s page, and accepts with the usual button', async ({
  browser,
}) => {
  const link = await invite('acme-tools', 'grace@example.com');
  grace = await openGuest(browser);
  const { page, complaints } = grace;
  await page.goto(link);
  await expect(page.getByText('or choose a password')).toBeVisible();
  await inspectScreen(page, '94-invite-providers');
  await continueAs(page, 'Grace Hopper');
  await expect(page.getByRole('button', { name: 'Accept and join' })).toBeVisible();
  expect(page.url()).toBe(link);
  expect(addresses()).toEqual([owner.email, 'grace@example.com']);
  expect(stored("SELECT id FROM members WHERE role = 'member'")).toEqual([]);
  await page.getByRole('button', { name: 'Accept and join' }).click();
  await expect(page.getByText('Waiting for first call…')).toBeVisible();
  await page
    .getByRole('button', { name: 'Done' })
    .click()
    .catch(() => undefined);
  await page.goto('/account');
  await expect(page.getByText('Your only way in')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Password' })).toContainText('Not set');
  await inspectScreen(page, '95-only-way-in');
  complaints.expectNone();
});

test('an account without a password is no different from a wrong password', async ({ browser }) => {
  const { page, complaints } = await openGuest(browser);
  complaints.allow(/status of 401/);
  await page.goto('/sign-in');
  for (const email of ['grace@example.com', 'nobody@example.com']) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('nine moths in the relay panel');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(alert(page)).toHaveText('E-mail address or password is wrong.');
    await page.reload();
  }
  complaints.expectNone();
});

test('an invite makes no account for another address than its own', async ({ browser }) => {
  const link = await invite('acme-tools', 'alan@example.com');
  const { page } = await openGuest(browser);
  await page.goto(link);
  await continueAs(page, 'Mallory');
  await expect(alert(page)).toHaveText(/not the one that was invited/);
  await inspectScreen(page, '96-invite-other-account');
  expect(addresses()).not.toContain('mallory@example.com');
  expect(addresses()).not.toContain('alan@example.com');
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Create account and join' })).toBeVisible();
});

test('an answer of a provider counts once, in the browser that left for it, and with its own state', async ({
  browser,
}) => {
  const { page, context } = await openGuest(browser);
  const answer = await answerFor(page, 'Grace Hopper');
  const stranger = await openGuest(browser);
  await stranger.page.goto(answer);
  await expect(alert(stranger.page)).toHaveText(/begun in another window/);
  const tampered = new URL(answer);
  tampered.searchParams.set('state', `${tampered.searchParams.get('state')}x`);
  await page.goto(tampered.href);
  await expect(alert(page)).toHaveText(/begun in another window/);
  const sessions = () => stored('SELECT id FROM sessions').length;
  const before = sessions();

  await page.goto(answer);
  await expect(page).toHaveURL(`${origin}/workspaces`);
  expect(sessions()).toBe(before + 1);
  await context.clearCookies({ name: 'aerostack.session' });
  await page.goto(answer);
  await expect(alert(page)).toHaveText(/begun in another window/);
  expect(sessions()).toBe(before + 1);
});

test('linking from the account page belongs to the session that began it, and takes nobody else’s account', async ({
  browser,
}) => {
  const admin = await openGuest(browser);
  await admin.page.goto('/sign-in?callbackUrl=%2Faccount');
  await admin.page.getByLabel('E-mail').fill(owner.email);
  await admin.page.getByLabel('Password', { exact: true }).fill(owner.password);
  await admin.page.getByRole('button', { name: 'Sign in' }).click();
  await admin.page.getByRole('button', { name: 'Unlink Acme SSO' }).click();
  await inspectScreen(admin.page, '97-unlink');
  await admin.page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
  await expect(admin.page.getByText('Acme SSO was unlinked')).toBeVisible();

  await admin.page.getByRole('button', { name: 'Link Acme SSO' }).click();
  await admin.page.getByRole('link', { name: 'Grace Hopper' }).click();
  await expect(alert(admin.page)).toHaveText('That account is linked to somebody else here.');
  await inspectScreen(admin.page, '98-linked-elsewhere');

  // At the provider this browser is Grace by now; its own session there has to be forgotten.
  await admin.context.clearCookies({ name: /^_(session|interaction)/ });
  await admin.page.goto('/account');
  await admin.page.getByRole('button', { name: 'Link Acme SSO' }).click();
  await expect(admin.page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
  await admin.context.clearCookies({ name: 'aerostack.session' });
  await admin.page.getByRole('link', { name: 'Mallory' }).click();
  await expect(admin.page).toHaveURL(/\/sign-in/);
  expect(stored("SELECT id FROM identities WHERE subject = 'mallory-1'")).toEqual([]);
});

test('an unlinked account opens nothing any more, and the last way in cannot be unlinked', async ({ browser }) => {
  const { page } = await openGuest(browser);
  await page.goto('/sign-in');
  await continueAs(page, 'Ada King');
  await expect(alert(page)).toHaveText(/does not confirm/);
  const answer = await grace.page.evaluate(async () => {
    const { identities } = await (await fetch('/api/v1/account/identities')).json();
    const { status } = await fetch(`/api/v1/account/identities/${identities[0].id}`, { method: 'DELETE' });
    return status;
  });
  expect(answer).toBe(409);
  const actions = stored<{ action: string }>("SELECT action FROM audit_entries WHERE target_type = 'identity'");
  expect(new Set(actions.map(({ action }) => action))).toEqual(
    new Set(['identity.link', 'identity.unlink', 'identity.refuse']),
  );
});

test('signing in that is cancelled at the provider says so', async ({ browser }) => {
  const { page } = await openGuest(browser);
  await page.goto('/sign-in');
  await continueAs(page, 'Cancel');
  await expect(alert(page)).toHaveText(/was cancelled/);
});

test('a provider that is silent, babbles or answers rubbish costs ten seconds at most and is said in a sentence', async ({
  browser,
}) => {
  const { page } = await openGuest(browser);
  for (const mood of ['rubbish', 'silent', 'babbling'] as const) {
    provider.mood = mood;
    await page.goto('/sign-in');
    const before = Date.now();
    await page.getByRole('button', { name: 'Continue with Acme SSO' }).click();
    await expect(alert(page)).toHaveText(/cannot be reached/, { timeout: 13_000 });
    expect(Date.now() - before).toBeLessThan(12_500);
  }
  // On the way back, too.
  provider.mood = 'well';
  const answer = await answerFor(page, 'Grace Hopper');
  provider.mood = 'rubbish';
  await page.goto(answer);
  await expect(alert(page)).toHaveText(/cannot be reached/);
  expect(dashboard.product.output()).toContain('a sign-in provider failed');
  expect(dashboard.product.output()).not.toMatch(/nginx|[?&]code=|eyJ/);
  provider.mood = 'well';
});

test('a page may send forms to this installation only, and another site cannot begin a sign-in', async () => {
  const page = await fetch(`${origin}/sign-in`);
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  const foreign = await fetch(`${origin}/api/auth/signin/oidc?redirect_uri=https://evil.example`, {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'json=true',
    redirect: 'manual',
  });
  expect(foreign.status).toBe(403);
});
