import { restSend } from './rest';
import { expect, test } from './test';

/** Answered without credentials, on purpose: nothing else may be. */
const publicPaths = [
  'POST /api/v1/setup',
  'POST /api/v1/password-resets',
  'POST /api/v1/password-resets/use',
  'GET /api/v1/openapi.json',
  'POST /api/v1/leaked-tokens/revoke',
  'POST /api/v1/leaked-tokens/github',
  'POST /api/v1/device-logins',
  'POST /api/v1/device-logins/token',
  'POST /api/v1/invites/look',
  'POST /api/v1/invites/accept',
  'GET /livez',
  'GET /readyz',
  'GET /metrics',
];

const promised = [
  'POST /setup',
  'GET /me',
  ...['GET', 'POST'].map((method) => `${method} /workspaces`),
  ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} /workspaces/{slug}`),
  ...['GET', 'POST'].map((method) => `${method} /workspaces/{slug}/servers`),
  ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} /workspaces/{slug}/servers/{id}`),
  'POST /workspaces/{slug}/servers/{id}/refresh',
  'GET /workspaces/{slug}/tools',
  'GET /workspaces/{slug}/prompts',
  'GET /workspaces/{slug}/resources',
  ...['GET', 'POST'].map((method) => `${method} /workspaces/{slug}/tokens`),
  'GET /workspaces/{slug}/tokens/{id}',
  'POST /workspaces/{slug}/tokens/{id}/revoke',
  ...['GET', 'POST'].map((method) => `${method} /account/api-keys`),
  'DELETE /account/api-keys/{id}',
  ...['GET', 'PATCH'].map((method) => `${method} /account`),
  ...['password', 'email', 'email/confirm', 'sessions/end-others', 'delete'].map((path) => `POST /account/${path}`),
  'POST /password-resets',
  'POST /password-resets/use',
  'POST /workspaces/{slug}/members/{id}/password-reset',
  'GET /outbox',
  'POST /leaked-tokens/revoke',
  'POST /leaked-tokens/github',
  'GET /workspaces/{slug}/members',
  ...['PATCH', 'DELETE'].map((method) => `${method} /workspaces/{slug}/members/{id}`),
  ...['GET', 'POST'].map((method) => `${method} /workspaces/{slug}/invites`),
  'DELETE /workspaces/{slug}/invites/{id}',
  'POST /workspaces/{slug}/invites/{id}/resend',
  'POST /invites/accept',
];

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { responses?: object }>>;
}

async function readDocument(origin: string): Promise<{ document: Document; operations: string[]; text: string }> {
  const { status, text } = await restSend(origin, null, 'GET', '/openapi.json');
  expect(status).toBe(200);
  const document = JSON.parse(text) as Document;
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => methods.includes(method))
      .map((method) => `${method.toUpperCase()} ${path.startsWith('/api/v1') ? path : `/api/v1${path}`}`),
  );
  return { document, operations, text };
}

test('the OpenAPI document promises what the contract promises, and every reference in it resolves', async ({
  product,
  rest,
}) => {
  expect(rest.apiKey).not.toBe('');
  const { document, operations, text } = await readDocument(product.origin);
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(operations).toEqual(expect.arrayContaining(promised.map((line) => line.replace(' ', ' /api/v1'))));
  for (const [, pointer] of text.matchAll(/"\$ref":\s*"#([^"]+)"/g)) {
    const target = String(pointer)
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/')], document);
    expect([pointer, typeof target]).toEqual([pointer, 'object']);
  }
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { responses = {} }] of Object.entries(item)) {
      expect([path, method, Object.keys(responses).length]).not.toEqual([path, method, 0]);
    }
  }
});

test('every operation exists and is shut without credentials, but for a written list', async ({ product, rest }) => {
  expect(rest.apiKey).not.toBe('');
  const { operations } = await readDocument(product.origin);
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const concrete = path.replace('{slug}', 'nowhere').replace('{id}', '019abcde-0000-7000-8000-000000000000');
    if (publicPaths.includes(operation)) continue;
    const answer = await restSend(
      product.origin,
      null,
      method,
      concrete.replace('/api/v1', ''),
      method === 'GET' ? undefined : {},
    );
    expect([operation, answer.status, answer.body.code]).toEqual([operation, 401, 'not_signed_in']);
  }
});

test('what is not built is absent: an unknown path is 404, an unknown method 405', async ({ product, rest }) => {
  expect((await rest.send('GET', '/no-such-thing')).status).toBe(404);
  expect((await rest.send('GET', '/workspaces/x/no-such-thing')).status).toBe(404);
  expect((await rest.send('PUT', '/workspaces', {})).status).toBe(405);
  expect(
    (
      await fetch(`${product.origin}/api/v1/me`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${rest.apiKey}` },
      })
    ).status,
  ).toBe(405);
});

test('health tells a supervisor and nobody else what it needs', async ({ product }) => {
  expect((await fetch(`${product.origin}/livez`)).status).toBe(200);
  const ready = await fetch(`${product.origin}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready', checks: expect.any(Object) }]);
  const metrics = await fetch(`${product.origin}/metrics`);
  expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringMatching(/^# HELP /)]);
});

test('a browser that asks for the icon at its old place gets it', async ({ product }) => {
  const answer = await fetch(`${product.origin}/favicon.ico`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('image/svg+xml')]);
});
