import { type Dashboard, openDashboard } from './dashboard';
import { setupCode } from './product';
import { owner } from './rest';
import { expect, test } from './test';

/** The first minute of an installation, when it does not go straight. */
test.describe.configure({ mode: 'serial' });

let dashboard: Dashboard;
let page: Dashboard['page'];

test.beforeAll(async ({ browser }) => {
  dashboard = await openDashboard(browser);
  page = dashboard.page;
});
test.afterAll(() => dashboard.close());
test.afterEach(() => dashboard.complaints.expectNone());

const heldCode = () => page.evaluate(() => Object.values(window.sessionStorage).join());

test('a wrong code takes nothing of what was typed, and the right link goes on with it', async () => {
  dashboard.complaints.allow(/status of 40[0-9]/);
  await page.goto('/setup#code=wrong-code-0123456789');
  await page.getByLabel('Name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('This set-up link is not valid.')).toBeVisible();
  await page.goto(`/setup#code=${setupCode}`);
  await expect(page.getByText('This set-up link is not valid.')).toBeHidden();
  await expect(page.getByLabel('E-mail')).toHaveValue(owner.email);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(owner.password);
});

test('reloading the set-up page goes on, without the code in the address', async () => {
  await page.reload();
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByLabel('E-mail')).toBeVisible();
});

test('pressing twice makes one account, signs in, and leaves no code behind', async () => {
  const made: number[] = [];
  page.on('response', (answer) => answer.url().endsWith('/api/v1/setup') && made.push(answer.status()));
  await page.getByLabel('Name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Create account' }).evaluate((button: HTMLButtonElement) => {
    button.form?.requestSubmit();
    button.form?.requestSubmit();
  });
  await expect(page).toHaveURL(/\/workspaces$/);
  expect(made).toEqual([201]);
  expect(await heldCode()).not.toContain(setupCode);
});
