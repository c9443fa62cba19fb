import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, Locator } from '@playwright/test';
import { type Dashboard, openDashboard } from './dashboard';
import { owner, type Rest, restSend, setUp } from './rest';
import { expect, test } from './test';

/** Every page there is, found by itself: who may open it, and what it shows of somebody else's workspace. */
test.describe.configure({ mode: 'serial' });

const password = 'nine moths in the relay panel';

/** A page that is not here fails: who may open it is a decision. */
const rules: Record<string, 'anybody' | 'signed in' | 'members' | 'admins' | 'whoever set up'> = {
  '/': 'anybody',
  '/setup': 'anybody',
  '/sign-in': 'anybody',
  '/invite/[token]': 'anybody',
  '/reset-password': 'anybody',
  '/reset-password/[token]': 'anybody',
  '/confirm-email/[token]': 'anybody',
  '/account': 'signed in',
  '/device': 'signed in',
  '/outbox': 'whoever set up',
  '/workspaces': 'signed in',
  '/workspaces/new': 'signed in',
  '/workspaces/[slug]': 'members',
  '/workspaces/[slug]/servers': 'members',
  '/workspaces/[slug]/tools': 'members',
  '/workspaces/[slug]/tokens': 'members',
  '/workspaces/[slug]/tokens/[id]': 'members',
  '/workspaces/[slug]/members': 'members',
  '/workspaces/[slug]/analytics': 'members',
  '/workspaces/[slug]/activity': 'members',
  '/workspaces/[slug]/audit': 'admins',
  '/workspaces/[slug]/connect': 'members',
  '/workspaces/[slug]/settings': 'members',
};

const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('page.tsx'))
  .map((file) => join('/', dirname(file).replaceAll(/\/?\([^)]*\)/g, '')));
const ofWorkspaces = pages.filter((path) => path.includes('[slug]'));

let dashboard: Dashboard;
let origin: string;
let rest: Rest;
let tokenId = '';
const contexts: BrowserContext[] = [];

test.beforeAll(async ({ browser }) => {
  dashboard = await openDashboard(browser);
  origin = dashboard.product.origin;
  rest = await setUp(origin);
  await rest.createWorkspace('Alpha of Ada');
  await rest.createWorkspace('Beta');
  await rest.addServer('alpha-of-ada', { name: 'Secret server', url: 'aerostack:demo' });
  tokenId = (await rest.createToken('alpha-of-ada', { name: 'Secret token' })).id;
  await invite('alpha-of-ada', 'member@example.com');
  await invite('beta', 'stranger@example.com');
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await dashboard.close();
});

async function invite(slug: string, email: string): Promise<void> {
  const { body } = await rest.send('POST', `/workspaces/${slug}/invites`, { email, role: 'member' });
  const invite_token = String(body.link).split('/').at(-1);
  const accepted = await restSend(origin, null, 'POST', '/invites/accept', { invite_token, name: 'Guest', password });
  expect(accepted.status).toBe(201);
}

async function signedIn(browser: Browser, person: { email: string; password: string }): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: origin });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/workspaces**');
  return context;
}

const pathOf = (page: string, slug: string, id: string) =>
  page.replace('[slug]', slug).replace('[id]', id).replace('[token]', 'mwi_nothing');

/** What a page is, but for what is another at every request. */
async function read(context: BrowserContext, path: string, slug: string, id: string) {
  const answer = await context.request.get(path, { maxRedirects: 0 });
  const nonce = /nonce-([\w+/=-]+)/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] ?? 'none';
  const text = (await answer.text()).replaceAll(nonce, '').replaceAll(slug, 'SLUG').replaceAll(id, 'ID');
  const html = text.replaceAll(/(renderedAt|dehydratedAt|dataUpdatedAt)\\":\d{13}/g, 'MOMENT');
  return { status: answer.status(), location: answer.headers().location ?? null, html };
}

const withoutScripts = (html: string) => html.replaceAll(/<script[^>]*>.*?<\/script>/gs, '');

test('every page has a rule, and no rule is about a page that is gone', () => {
  expect([...new Set(pages)].sort()).toEqual(Object.keys(rules).sort());
});

test('whoever is not signed in is sent to sign in, from every page that is not for anybody; one page is not there at all', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: origin });
  contexts.push(context);
  for (const page of pages.filter((one) => rules[one] !== 'anybody')) {
    const { status, location, html } = await read(
      context,
      pathOf(page, 'alpha-of-ada', tokenId),
      'alpha-of-ada',
      tokenId,
    );
    const wanted =
      rules[page] === 'whoever set up' ? [404, null] : [307, expect.stringMatching(/\/sign-in\?callbackUrl=/)];
    expect([page, status, location]).toEqual([page, ...wanted]);
    expect([page, html.includes('Secret')]).toEqual([page, false]);
  }
});

test('each page opens for its roles', async ({ browser }) => {
  const asOwner = await signedIn(browser, owner);
  const asMember = await signedIn(browser, { email: 'member@example.com', password });
  for (const page of ofWorkspaces.filter((one) => !one.endsWith('/[id]'))) {
    const path = pathOf(page, 'alpha-of-ada', tokenId);
    const statuses = [asOwner, asMember].map(async (context) => (await context.request.get(path)).status());
    expect([page, await Promise.all(statuses)]).toEqual([page, [200, rules[page] === 'admins' ? 404 : 200]]);
  }
  // The token is the owner’s own: to a member there is none. Its page has begun to load by then, with 200.
  const [hers] = asMember.pages();
  const html = await (await hers?.goto(`/workspaces/alpha-of-ada/tokens/${tokenId}`))?.text();
  expect(html).not.toContain('Secret token');
  await expect(hers?.getByRole('heading', { level: 1 }) as Locator).toHaveText(
    'There is nothing here, or it is not yours',
  );
});

test('another workspace’s page is the page of nothing, byte for byte, and shows nothing of it', async ({ browser }) => {
  const context = await signedIn(browser, { email: 'stranger@example.com', password });
  for (const page of ofWorkspaces) {
    const theirs = await read(context, pathOf(page, 'alpha-of-ada', tokenId), 'alpha-of-ada', tokenId);
    const nothing = await read(context, pathOf(page, 'never-was', tokenId), 'never-was', tokenId);
    expect([page, theirs.status]).toEqual([page, 404]);
    // Where two parts load by themselves, Next counts its scripts’ pieces in the order in which they were ready.
    const [theirPage, noPage] = [theirs, nothing].map(({ html }) =>
      page.endsWith('/[id]') ? withoutScripts(html) : html,
    );
    expect([page, theirPage === noPage]).toEqual([page, true]);
    for (const secret of ['Secret', 'Alpha of Ada', owner.email]) {
      expect([page, theirs.html.includes(secret)]).toEqual([page, false]);
    }
    const own = await read(context, pathOf(page, 'beta', tokenId), 'beta', tokenId);
    for (const secret of ['Secret', 'Alpha of Ada']) {
      expect([page, secret, own.html.includes(secret)]).toEqual([page, secret, false]);
    }
  }
});
