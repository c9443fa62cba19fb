import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { type Dashboard, openDashboard } from './dashboard';
import { type Rest, setUp } from './rest';
import { expect, test } from './test';

/** Every page there is, found by itself: who may open it, and what it shows to nobody. */
test.describe.configure({ mode: 'serial' });

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
  await rest.addServer('alpha-of-ada', { name: 'Secret server', url: 'aerostack:demo' });
  tokenId = (await rest.createToken('alpha-of-ada', { name: 'Secret token' })).id;
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await dashboard.close();
});

const pathOf = (page: string, slug: string, id: string) =>
  page.replace('[slug]', slug).replace('[id]', id).replace('[token]', 'mwi_nothing');

/** What a page is, but for what is another at every request. */
async function read(context: BrowserContext, path: string, slug: string, id: string) {
  const answer = await context.request.get(path, { maxRedirects: 0 });
  const nonce = /nonce-([\w+/=-]+)/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] ?? 'none';
  const html = (await answer.text()).replaceAll(nonce, '').replaceAll(slug, 'SLUG').replaceAll(id, 'ID');
  return { status: answer.status(), location: answer.headers().location ?? null, html };
}

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
