import { owner, restSend } from './rest';
import { instant, matching, uuidV7 } from './shapes';
import { expect, test } from './test';

test('a token is shown raw once, with the block to paste, and never again', async ({ rest, world, product }) => {
  const path = `/workspaces/${world.slug}/tokens`;
  const before = Date.now();
  const made = await rest.send('POST', path, { name: 'CI Bot', expires_in: 86_400 });
  const raw = String(made.body.raw);
  expect([made.status, raw]).toEqual([201, matching(/^mwt_[0-9a-f]{48}$/)]);
  expect(made.body.mcp_json).toEqual({
    mcpServers: {
      [world.slug]: { url: `${product.origin}/ws/${world.slug}`, headers: { Authorization: `Bearer ${raw}` } },
    },
  });
  const person = { id: uuidV7, name: owner.name, email: owner.email };
  const token = {
    id: uuidV7,
    name: 'CI Bot',
    hint: `${raw.slice(0, 8)}…${raw.slice(-4)}`,
    status: 'active',
    active: true,
    created_at: instant,
    created_by: person,
    member: person,
    expires_at: instant,
    last_used_at: null,
    last_used_client: null,
    revoked_at: null,
    revoked_by: null,
    revoked_reason: null,
    paused_at: null,
    scope: null,
    rate_limit: null,
    rotated_from: null,
    replaced_by: null,
    exposed_at: null,
    exposed_source: null,
  };
  expect(made.body.token).toEqual(token);
  const created = made.body.token as { id: string; expires_at: string };
  expect(Math.abs(Date.parse(created.expires_at) - before - 86_400_000)).toBeLessThan(10_000);
  const read = await rest.send('GET', `${path}/${created.id}`);
  expect(read.body).toEqual(made.body.token);
  const revoked = await rest.revokeToken(world.slug, created.id);
  const ended = {
    status: 'revoked',
    active: false,
    revoked_at: instant,
    revoked_by: person,
    revoked_reason: 'revoked',
  };
  const after = { ...created, ...ended };
  expect([revoked.status, revoked.body]).toEqual([200, after]);
  const list = await rest.send('GET', `${path}?limit=100`);
  expect(list.body.tokens).toContainEqual(after);
  for (const { text } of [read, revoked, list]) expect(text).not.toContain(raw);
});

test('last used is visible within a second of a call, with the client’s name', async ({
  rest,
  world,
  token,
  product,
}) => {
  const headers = {
    authorization: `Bearer ${token.raw}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'cursor', version: '3.1' } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  await fetch(`${product.origin}/ws/${world.slug}`, { method: 'POST', headers, body });
  const read = async () => (await rest.send('GET', `/workspaces/${world.slug}/tokens/${token.id}`)).body;
  await expect.poll(async () => (await read()).last_used_at, { timeout: 1_000, intervals: [50] }).toEqual(instant);
  expect((await read()).last_used_client).toMatch(/cursor/i);
});

test('bad input is refused before anything is written: JSON, type, size, fields', async ({ rest, world, product }) => {
  const path = `/workspaces/${world.slug}/tokens`;
  const key = { authorization: `Bearer ${rest.apiKey}` };
  const json = { ...key, 'content-type': 'application/json' };
  const count = async () => (await rest.send('GET', `/workspaces/${world.slug}`)).body.token_count;
  const before = await count();
  const send = async (headers: Record<string, string>, body: unknown) =>
    (await restSend(product.origin, headers, 'POST', path, body)).status;
  expect(await send(json, '{"name":')).toBe(400);
  expect(await send({ ...key, 'content-type': 'text/plain' }, '{"name":"x"}')).toBe(415);
  expect(await send(json, JSON.stringify({ name: 'x'.repeat(5 * 1024 * 1024) }))).toBe(413);
  for (const body of [
    [],
    'null',
    {},
    { name: '' },
    { name: 'x'.repeat(81) },
    { name: 7 },
    { name: 'x', expires_in: 0 },
    { name: 'x', expires_in: 1.5 },
    { name: 'x', surprise: 1 },
  ]) {
    expect([body, await send(json, body)]).toEqual([body, 422]);
  }
  expect(await count()).toBe(before);
});

test('a request from another site or under another name is refused even with a key', async ({ rest, product }) => {
  const key = { authorization: `Bearer ${rest.apiKey}` };
  const answer = await restSend(product.origin, { ...key, origin: 'https://evil.example' }, 'GET', '/me');
  expect(answer.status).toBe(403);
});
