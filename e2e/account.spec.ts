import type { Browser, Page } from '@playwright/test';
import { startMailServer, type TestMailServer } from '../lib/mail/test-mail-server';
import { runCommand } from './cli';
import { type Dashboard, openDashboard } from './dashboard';
import { owner, type Rest, restSend, setUp } from './rest';
import { inspectScreen, watchForComplaints } from './screens';
import { expect, test } from './test';

/** An account from its name to its end, with mail and without. */
const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'nine moths in the relay panel' };
const next = 'seven grey herons wait upstream';

async function signIn(on: Page, email: string, password: string): Promise<void> {
  await on.goto('/sign-in');
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
  await on.waitForURL('**/workspaces');
}

async function openGuest(browser: Browser, origin: string) {
  const context = await browser.newContext({ baseURL: origin, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  return { page, complaints: watchForComplaints(page), close: () => context.close() };
}

async function invite(origin: string, rest: Rest, slug: string): Promise<void> {
  const { body } = await rest.send('POST', `/workspaces/${slug}/invites`, { email: grace.email, role: 'member' });
  const invite_token = String(body.link).split('/').at(-1);
  const { name, password } = grace;
  const { status } = await restSend(origin, null, 'POST', '/invites/accept', { invite_token, name, password });
  expect(status).toBe(201);
}

test.describe('without mail', () => {
  test.describe.configure({ mode: 'serial' });
  let dashboard: Dashboard;
  let page: Page;
  let origin: string;
  let rest: Rest;
  const secrets: string[] = [];
  test.beforeAll(async ({ browser }) => {
    dashboard = await openDashboard(browser);
    page = dashboard.page;
    origin = dashboard.product.origin;
    rest = await setUp(origin);
    await rest.createWorkspace('Acme');
    await invite(origin, rest, 'acme');
  });
  test.afterAll(async () => {
    for (const secret of secrets) expect(dashboard.product.output()).not.toContain(secret);
    await dashboard.close();
  });
  test.afterEach(() => dashboard.complaints.expectNone());

  test('sign-in leads to whom to ask', async () => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page.getByText('Ask an owner of your workspace')).toBeVisible();
    await inspectScreen(page, '80-reset-without-mail');
  });

  test('an owner makes a link that is shown once, sets the password once, and ends the sessions', async ({
    browser,
  }) => {
    await signIn(page, owner.email, owner.password);
    await page.goto('/workspaces/acme/members');
    await page.getByRole('button', { name: `Actions for ${grace.name}` }).click();
    await page.getByRole('menuitem', { name: 'Password reset link' }).click();
    await inspectScreen(page, '81-reset-link-asked');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
    await page.getByRole('button', { name: `Copy the link for ${grace.email}` }).click();
    const link = await dashboard.clipboard();
    secrets.push(link.split('/').at(-1) ?? '');
    expect(link).toMatch(new RegExp(`^${origin}/reset-password/[0-9a-f]{40}$`));
    await inspectScreen(page, '82-reset-link');
    await page.getByRole('button', { name: 'Done' }).click();

    const answer = await fetch(link);
    expect([answer.status, answer.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
    const guest = await openGuest(browser, origin);
    guest.complaints.allow(/status of 404/);
    await guest.page.goto(link);
    await guest.page.getByLabel('New password', { exact: true }).fill('password1234');
    await guest.page.keyboard.press('Enter');
    await expect(guest.page.getByLabel('New password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await inspectScreen(guest.page, '83-new-password');
    await guest.page.getByLabel('New password', { exact: true }).fill(next);
    await guest.page.keyboard.press('Enter');
    await expect(guest.page.getByRole('heading', { name: 'Your password is set' })).toBeVisible();
    await inspectScreen(guest.page, '84-password-set');
    await guest.page.goto(link);
    await guest.page.getByLabel('New password', { exact: true }).fill(`${next} again`);
    await guest.page.keyboard.press('Enter');
    await expect(guest.page.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();
    await inspectScreen(guest.page, '85-link-unusable');
    await signIn(guest.page, grace.email, next);
    guest.complaints.expectNone();
    await guest.close();
  });

  test('the outbox is there for whoever set the installation up, and a 404 for everybody else', async ({ browser }) => {
    await page.getByRole('button', { name: /^Account menu/ }).click();
    await page.getByRole('menuitem', { name: 'Outbox' }).click();
    await expect(page.getByRole('heading', { name: 'Outbox' })).toBeVisible();
    await expect(page.getByText(`To ${grace.email}`).first()).toBeVisible();
    await inspectScreen(page, '86-outbox');
    const guest = await openGuest(browser, origin);
    guest.complaints.allow(/status of 404/);
    expect((await guest.page.goto('/outbox'))?.status()).toBe(404);
    await signIn(guest.page, grace.email, next);
    expect((await guest.page.goto('/outbox'))?.status()).toBe(404);
    await guest.close();
  });

  test('the account page says who changes an address, and changes the name', async () => {
    await page.goto('/account');
    await expect(page.getByText('aerostack-admin change-email')).toBeVisible();
    await page.getByLabel('Name').fill('Ada King');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Name saved')).toBeVisible();
    await inspectScreen(page, '87-account-without-mail');
    expect((await rest.send('GET', '/me')).body.user).toMatchObject({ name: 'Ada King' });
  });

  test('aerostack-admin prints a bare link beside a running server, and moves an address', async () => {
    const env = { PATH: process.env.PATH ?? '', AEROSTACK_DATA_DIR: dashboard.product.dataDir, AEROSTACK_URL: origin };
    const made = await runCommand('admin', ['reset-password', grace.email], env);
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^http:\S+\/reset-password\/[0-9a-f]{40}\n$/)]);
    const token = made.out.trim().split('/').at(-1) ?? '';
    secrets.push(token);
    const use = () => restSend(origin, null, 'POST', '/password-resets/use', { token, password: grace.password });
    expect([(await use()).status, (await use()).status]).toEqual([204, 404]);
    expect((await runCommand('admin', ['reset-password', 'nobody@example.com'], env)).code).toBe(1);
    expect((await runCommand('admin', ['change-email', grace.email, 'hopper@example.com'], env)).code).toBe(0);
    const { body } = await rest.send('GET', '/workspaces/acme/members');
    expect(JSON.stringify(body)).toContain('hopper@example.com');
  });
});

test.describe('with mail', () => {
  test.describe.configure({ mode: 'serial' });
  let dashboard: Dashboard;
  let page: Page;
  let origin: string;
  let rest: Rest;
  let mail: TestMailServer;
  const linkTo = async (email: string, page: string) => {
    const found = () =>
      mail.mails
        .filter(({ to }) => to[0] === email)
        .map(({ text }) => new RegExp(`\\S+/${page}/[0-9a-f]{40}`).exec(text)?.[0])
        .filter((link) => link !== undefined);
    await expect.poll(() => found().length).toBeGreaterThan(0);
    return found().at(-1) ?? '';
  };
  test.beforeAll(async ({ browser }) => {
    mail = await startMailServer();
    dashboard = await openDashboard(browser, { env: { SMTP_URL: mail.url, MAIL_FROM: 'aerostack@example.com' } });
    page = dashboard.page;
    origin = dashboard.product.origin;
    rest = await setUp(origin);
    await rest.createWorkspace('Acme');
    await invite(origin, rest, 'acme');
  });
  test.afterAll(async () => {
    await dashboard.close();
    await mail.close();
  });
  test.afterEach(() => dashboard.complaints.expectNone());

  test('a forgotten password: asked for with one answer for all, mailed to who has an account', async () => {
    await page.goto('/reset-password');
    await inspectScreen(page, '88-reset-asked');
    const texts: (string | null)[] = [];
    for (const email of ['nobody@example.com', grace.email]) {
      await page.goto('/reset-password');
      await page.getByLabel('E-mail').fill(email);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
      texts.push((await page.getByRole('main').textContent())?.replace(email, '') ?? null);
    }
    expect(new Set(texts).size).toBe(1);
    await inspectScreen(page, '89-reset-sent');
    await page.goto(await linkTo(grace.email, 'reset-password'));
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Sign in' }).click();
    expect(mail.mails.filter(({ to }) => to[0] === 'nobody@example.com')).toEqual([]);
    const asked = await Promise.all(
      ['nobody@example.com', owner.email].map((email) => restSend(origin, null, 'POST', '/password-resets', { email })),
    );
    expect(asked.map(({ status, text }) => [status, text])).toEqual([
      [202, '{}'],
      [202, '{}'],
    ]);
  });

  test('another address is confirmed by a link that only its owner can use', async ({ browser }) => {
    await signIn(page, grace.email, next);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New e-mail address').fill('hopper@example.com');
    await dialog.getByLabel('Current password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('This is not your password.')).toBeVisible();
    await inspectScreen(page, '90-change-email');
    await dialog.getByLabel('Current password', { exact: true }).fill(next);
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('a link is on its way to')).toBeVisible();
    await inspectScreen(page, '91-email-asked');
    await dialog.getByRole('button', { name: 'Done' }).click();
    const link = await linkTo('hopper@example.com', 'confirm-email');
    const guest = await openGuest(browser, origin);
    guest.complaints.allow(/status of 404/);
    await guest.page.goto(link);
    await expect(guest.page.getByText('Sign in first')).toBeVisible();
    await inspectScreen(guest.page, '92-confirm-signed-out');
    await signIn(guest.page, owner.email, owner.password);
    await guest.page.goto(link);
    await guest.page.getByRole('button', { name: 'Use the new address' }).click();
    await expect(guest.page.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();
    await guest.close();
    await page.goto(link);
    await inspectScreen(page, '93-confirm');
    await page.getByRole('button', { name: 'Use the new address' }).click();
    await expect(page.getByText('hopper@example.com')).toBeVisible();
    expect((await page.goto('/outbox'))?.status()).toBe(404);
    dashboard.complaints.allow(/status of 404/);
  });

  test('another password signs out everywhere else', async ({ browser }) => {
    const guest = await openGuest(browser, origin);
    await signIn(guest.page, 'hopper@example.com', next);
    await page.goto('/account');
    await expect(page.getByRole('button', { name: 'End all others' })).toBeVisible();
    await inspectScreen(page, '94-account');
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Current password', { exact: true }).fill(next);
    await dialog.getByLabel('New password', { exact: true }).fill(grace.password);
    await inspectScreen(page, '95-change-password');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Change password' })).toHaveCount(0);
    await expect(page.getByText('Password changed', { exact: true })).toBeVisible();
    await guest.page.goto('/account');
    await expect(guest.page).toHaveURL(/sign-in/);
    await guest.close();
  });

  test('an account ends with its address typed and its password, and its tokens with it', async () => {
    const { body } = await rest.send('GET', '/workspaces/acme/members');
    expect(JSON.stringify(body)).toContain('hopper@example.com');
    await page.goto('/account');
    await page.getByRole('button', { name: 'Delete account' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Delete account' })).toBeDisabled();
    await dialog.getByLabel(/Type hopper@example\.com/).fill('hopper@example.com');
    await dialog.getByLabel('Current password', { exact: true }).fill(grace.password);
    await inspectScreen(page, '96-delete-account');
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await expect(page).toHaveURL(`${origin}/sign-in`);
    const after = await rest.send('GET', '/workspaces/acme/members');
    expect(JSON.stringify(after.body)).not.toContain('hopper@example.com');
    const kept = await rest.send('POST', '/account/delete', { email: owner.email, current_password: owner.password });
    expect([kept.status, kept.body.detail]).toEqual([409, expect.stringMatching(/Acme|only account/)]);
  });
});
