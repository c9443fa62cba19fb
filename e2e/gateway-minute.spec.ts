import { expect, test } from './test';
import { bearer, legacyRequest, rpcOf, send } from './wire';

/** What only a minute can show. Nothing sleeps: the wait is for what the product says, and other suites run beside it. */
test.describe.configure({ mode: 'parallel' });
const ping = (raw: string) => legacyRequest('ping', undefined, bearer(raw));

test('sixty seconds after 120 requests exactly 120 more are admitted, and never one before its time', async ({
  token,
}) => {
  test.setTimeout(120_000);
  const burst = async (count: number) => {
    const sentAt = performance.now();
    const answers = await Promise.all(Array.from({ length: count }, () => send(token.url, ping(token.raw))));
    return { sentAt, admitted: answers.filter(({ status }) => status === 200).length };
  };
  const first = await burst(130);
  expect(first.admitted).toBe(120);
  // A GET costs nothing and tells what is left.
  const left = async () =>
    Number((await send(token.url, { method: 'GET', headers: bearer(token.raw) })).headers['x-ratelimit-remaining']);
  await expect.poll(left, { timeout: 70_000, intervals: [200] }).toBeGreaterThan(0);
  expect(performance.now() - first.sentAt).toBeGreaterThanOrEqual(60_000);
  await expect.poll(left, { timeout: 10_000, intervals: [100] }).toBe(120);
  expect((await burst(130)).admitted).toBe(120);
});

test('a token stops at the second it expires, and its holder is told so', async ({ rest, world }) => {
  test.setTimeout(120_000);
  const made = await rest.send('POST', `/workspaces/${world.slug}/tokens`, { name: 'brief', expires_in: 60 });
  const { id, expires_at: expiresAt } = made.body.token as { id: string; expires_at: string };
  const raw = String(made.body.raw);
  const status = async () => (await send(world.url, { method: 'GET', headers: bearer(raw) })).status;
  expect(await status()).toBe(405);
  await expect.poll(status, { timeout: 75_000, intervals: [250] }).toBe(401);
  expect(Math.abs(Date.now() - Date.parse(expiresAt))).toBeLessThan(1_500);
  const answer = await send(world.url, ping(raw));
  expect(answer.status).toBe(401);
  expect(rpcOf(answer).error?.message).toMatch(new RegExp(`expired ${expiresAt.slice(0, 10)}`, 'i'));
  const listed = await rest.send('GET', `/workspaces/${world.slug}/tokens/${id}`);
  expect(listed.body).toMatchObject({ status: 'expired', active: false });
});
