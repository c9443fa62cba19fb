import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMailServer, type TestMailServer } from '../lib/mail/test-mail-server';
import { gate } from './fixtures/gate';
import { type Product, removeInstallation, startProduct } from './product';
import { owner, type Rest, restSend, setUp } from './rest';
import { instant } from './shapes';
import { expect, expectNoCredentials, test } from './test';
import { bearer, legacyRequest, messagesOf, open, rpcOf, send } from './wire';

/** Valid by checksum and never issued (the product's published test vectors). */
const unknownToken = 'mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee';

const report = (origin: string, tokens: unknown) => restSend(origin, null, 'POST', '/leaked-tokens/revoke', { tokens });
const lists = async ({ url, raw }: { url: string; raw: string }) =>
  (await send(url, legacyRequest('tools/list', undefined, bearer(raw)))).status;
const tokenOf = async (rest: Rest, slug: string, id: string) =>
  (await rest.send('GET', `/workspaces/${slug}/tokens/${id}`)).body;

test('a reported token is over before the answer comes, with the stream that it holds open', async ({
  product,
  rest,
  world,
  token,
}) => {
  const request = legacyRequest('tools/call', {
    name: 'v2__slow',
    arguments: { gate: 'leaked', steps: 1 },
    _meta: { progressToken: 7 },
  });
  const stream = await open(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
  await expect.poll(() => messagesOf(stream.soFar()).length, { intervals: [10] }).toBe(1);
  const answer = await report(product.origin, [token.raw]);
  const reportedAt = performance.now();
  expect([answer.status, answer.text]).toEqual([202, '{}']);
  expect(await lists(token)).toBe(401);
  await stream.ended;
  expect(performance.now() - reportedAt).toBeLessThan(1000);
  expect(rpcOf(stream.soFar())).toMatchObject({ error: { code: -32001 } });
  gate('leaked:1').open();
  expect(await tokenOf(rest, world.slug, token.id)).toMatchObject({
    status: 'revoked',
    revoked_reason: 'leaked',
    exposed_at: instant,
    exposed_source: 'report',
  });
});

test('the answer to a report tells nothing: known, unknown, malformed and of another kind are the same bytes', async ({
  product,
  rest,
  token,
}) => {
  const { raw: apiKey } = (await rest.send('POST', '/account/api-keys', { name: 'Leaked' })).body;
  const heads = [];
  for (const text of [token.raw, token.raw, unknownToken, String(apiKey), 'mwt_', '', 'x'.repeat(2000)]) {
    const { status, text: body, headers } = await report(product.origin, [text]);
    const names = [...headers.keys()].filter((name) => name !== 'date' && name !== 'x-request-id');
    heads.push(JSON.stringify([status, body, names.map((name) => [name, headers.get(name)])]));
  }
  expect(new Set(heads).size).toBe(1);
  expect((await restSend(product.origin, String(apiKey), 'GET', '/me')).status).toBe(401);
});

test('a workspace that only wants to know keeps its token, marked', async ({ product, rest }) => {
  const { slug } = await rest.createWorkspace('Only notify');
  const policy = { token_policy: { on_leak: 'notify' } };
  expect((await rest.send('PATCH', `/workspaces/${slug}`, policy)).status).toBe(200);
  const kept = await rest.createToken(slug);
  expect((await report(product.origin, [kept.raw])).status).toBe(202);
  expect(await lists(kept)).toBe(200);
  expect(await tokenOf(rest, slug, kept.id)).toMatchObject({ status: 'active', exposed_at: instant });
});

test('what is no report is refused in words, and nothing of it comes back', async ({ product, token }) => {
  const many = Array.from({ length: 1001 }, () => token.raw);
  for (const tokens of [token.raw, [], [7], null, many]) {
    const answer = await report(product.origin, tokens);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_input']);
    expect(answer.text).not.toContain(token.raw);
  }
  const large = await report(product.origin, ['x'.repeat(1_100_000)]);
  expect(large.status).toBe(413);
  expect(await lists(token)).toBe(200);
});

test('the rules for scanners are there for everybody', async ({ product }) => {
  for (const name of ['gitleaks.toml', 'trufflehog.yaml']) {
    const answer = await fetch(`${product.origin}/scanner-rules/${name}`);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('mwt_[0-9a-f]{48}')]);
  }
});

test.describe('with a mail server, and GitHub’s keys at an address of ours', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let asked = 0;
  const keys = createServer((_, response) => {
    asked += 1;
    const key = publicKey.export({ type: 'spki', format: 'pem' });
    response.end(JSON.stringify({ public_keys: [{ key_identifier: 'current', key, is_current: true }] }));
  });
  let mails: TestMailServer;
  let installation: Product;
  let rest: Rest;
  let slug: string;

  test.beforeAll(async () => {
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    mails = await startMailServer();
    installation = await startProduct({
      env: {
        SMTP_URL: mails.url,
        MAIL_FROM: 'Aerostack <aerostack@example.com>',
        AEROSTACK_SECRET_SCANNING_KEYS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys`,
      },
    });
    rest = await setUp(installation.origin);
    slug = (await rest.createWorkspace('Acme')).slug;
  });
  test.afterAll(async () => {
    await installation.stop();
    expectNoCredentials(installation.output());
    await removeInstallation(installation);
    await mails.close();
    keys.closeAllConnections();
    await new Promise((resolve) => keys.close(resolve));
  });

  const fromGithub = (body: string, headers: Record<string, string>) =>
    restSend(installation.origin, headers, 'POST', '/leaked-tokens/github', body);
  const signed = (body: string) => ({
    'Github-Public-Key-Identifier': 'current',
    'Github-Public-Key-Signature': sign('sha256', Buffer.from(body), privateKey).toString('base64'),
  });

  test('what GitHub signed is believed, byte for byte, and what it did not sign has no effect', async () => {
    const token = await rest.createToken(slug);
    const url = 'https://github.com/octocat/Hello-World/blob/1/a.txt';
    const match = { token: token.raw, type: 'aerostack_workspace_token', url, source: 'content' };
    // Spaces that parsing and printing would take away.
    const body = JSON.stringify([match, { ...match, token: unknownToken }], null, 3);
    const { 'Github-Public-Key-Identifier': identifier, ...signature } = signed(body);
    for (const headers of [
      {},
      { 'Github-Public-Key-Identifier': identifier },
      { ...signature },
      { ...signature, 'Github-Public-Key-Identifier': 'made up' },
      signed(`${body} `),
    ]) {
      expect((await fromGithub(body, headers as Record<string, string>)).status).toBe(403);
    }
    expect(await lists(token)).toBe(200);
    expect(await tokenOf(rest, slug, token.id)).toMatchObject({ exposed_at: null });

    const answer = await fromGithub(body, signed(body));
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      200,
      [
        { token_type: 'aerostack_workspace_token', label: 'true_positive' },
        { token_type: 'aerostack_workspace_token', label: 'false_positive' },
      ],
    ]);
    expect(answer.text).not.toContain('mwt_');
    expect(await lists(token)).toBe(401);
    expect(await tokenOf(rest, slug, token.id)).toMatchObject({ exposed_source: `github: ${url}` });
    expect(asked).toBe(1);
  });

  test('the owner is told by mail, and not what the token was', async () => {
    const token = await rest.createToken(slug, { name: 'CI Bot' });
    await report(installation.origin, [token.raw]);
    // Others may have come meanwhile: nobody waits for a mail.
    const told = () => mails.mails.filter(({ text }) => text.includes('CI Bot'));
    await expect.poll(() => told().map(({ to }) => to), { intervals: [20] }).toEqual([[owner.email]]);
    expect(told()[0]?.message).not.toContain(token.raw);
  });

  test('many reports from one address have to wait, and what waits has no effect', async () => {
    const token = await rest.createToken(slug);
    const answers = [];
    for (let count = 0; count < 25; count += 1) answers.push(await report(installation.origin, ['nothing']));
    const late = answers.at(-1);
    expect([late?.status, Number(late?.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await report(installation.origin, [token.raw])).status).toBe(429);
    expect(await lists(token)).toBe(200);
  });
});
