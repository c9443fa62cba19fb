import { type BrokenServer, type Fault, faults, startBroken } from './fixtures/broken-server';
import { seenCalls } from './fixtures/http-host';
import { startV2 } from './fixtures/v2-server';
import { expect, serverSecret, test } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send, textOf, toolNames, type WireRequest } from './wire';

/** What the caller is told, by what the server does: stage, and the words that name the cause. */
const told: Record<Fault, [stage: string, cause: RegExp]> = {
  hang: ['timeout', /within 1 s/],
  html: ['answer', /text\/html instead of an MCP message/],
  error500: ['answer', /HTTP 500/],
  unauthorized: ['credentials', /HTTP 401/],
  redirect: ['answer', /redirects.*HTTP 307.*not followed/],
  notJson: ['answer', /not an MCP answer/],
  dieUnanswered: ['closed', /closed the connection before it answered/],
  dieMidStream: ['closed', /closed the connection in the middle/],
  endWithoutResult: ['closed', /ended the stream before the answer/],
  otherId: ['answer', /not an MCP answer to this call/],
};

interface Ward {
  token: { url: string; raw: string };
  broken: Record<Fault, BrokenServer>;
  close(): Promise<unknown>;
}

test.describe('a workspace with ten sick servers and a healthy one', () => {
  let ward: Ward;
  test.beforeAll(async ({ rest }) => {
    const { slug } = await rest.createWorkspace('Ward');
    const healthy = await startV2('dual');
    await rest.addServer(slug, { name: 'Healthy', slug: 'healthy', url: healthy.url });
    const names = Object.keys(faults) as Fault[];
    const started = await Promise.all(names.map((fault) => startBroken(fault)));
    for (const [index, fault] of names.entries()) {
      const server = { name: `Sick ${fault}`, slug: fault.toLowerCase(), url: started[index]?.url, timeout_ms: 1000 };
      expect(await rest.addServer(slug, server)).toMatchObject({ status: 'up', tool_count: 1 });
    }
    const broken = Object.fromEntries(names.map((fault, index) => [fault, started[index]])) as Ward['broken'];
    const close = () => Promise.all([healthy, ...started].map((server) => server.close()));
    ward = { token: await rest.createToken(slug), broken, close };
  });
  test.afterAll(() => ward.close());

  const ask = (request: WireRequest) =>
    send(ward.token.url, { ...request, headers: { ...request.headers, ...bearer(ward.token.raw) } });
  const echo = () => ask(legacyRequest('tools/call', { name: 'healthy__echo', arguments: { text: 'well' } }));

  for (const era of ['legacy', 'modern'] as const) {
    for (const [fault, [stage, cause]] of Object.entries(told) as [Fault, [string, RegExp]][]) {
      test(`${fault}: a ${era} caller is told server, stage, cause, next step and request id; it ran at most once; others are well`, async () => {
        const before = ward.broken[fault].executions();
        const params = { name: `${fault.toLowerCase()}__act`, arguments: {} };
        const request = era === 'modern' ? modernRequest('tools/call', params) : legacyRequest('tools/call', params);
        const [answer, other] = await Promise.all([ask(request), echo()]);
        const { result } = rpcOf(answer);
        expect({ status: answer.status, id: rpcOf(answer).id, isError: result?.isError }).toEqual({
          status: 200,
          id: 1,
          isError: true,
        });
        const text = textOf(answer);
        expect(text).toContain(`Server "Sick ${fault}" failed (${stage}): `);
        expect(text).toMatch(cause);
        expect(text).toMatch(/\. [A-Z][^.]+\. Request [\w-]{8,}\.$/);
        expect(text).toContain(`Request ${answer.headers['x-request-id']}.`);
        expect(text).not.toMatch(/internal-detail-of-the-server|nginx|elsewhere\.example/);
        expect(ward.broken[fault].executions() - before).toBe(1);
        expect(ward.broken[fault].seen.filter(({ path }) => path !== '/mcp')).toEqual([]);
        expect(rpcOf(other).result?.content).toEqual([{ type: 'text', text: 'well' }]);
      });
    }
  }

  test('the list is answered at once and whole while every sick server hangs or fails', async () => {
    const pending = ask(legacyRequest('tools/call', { name: 'hang__act', arguments: {} }));
    const answer = await ask(legacyRequest('tools/list'));
    expect(toolNames(answer)).toEqual(
      expect.arrayContaining(['healthy__echo', ...Object.keys(faults).map((fault) => `${fault.toLowerCase()}__act`)]),
    );
    expect(rpcOf(await pending).result?.isError).toBe(true);
  });
});

test('a server that never answered properly is saved as down with the reason, and its workspace works', async ({
  rest,
}) => {
  const { slug } = await rest.createWorkspace('Stillborn');
  const reasons: Partial<Record<Fault, RegExp>> = {
    html: /web page/i,
    error500: /500/,
    unauthorized: /401|credential/i,
    notJson: /json/i,
    dieUnanswered: /closed/,
  };
  for (const [fault, reason] of Object.entries(reasons) as [Fault, RegExp][]) {
    const broken = await startBroken(fault, 'start');
    const server = await rest.addServer(slug, {
      name: fault,
      slug: fault.toLowerCase(),
      url: broken.url,
      timeout_ms: 1000,
    });
    const status = fault === 'unauthorized' ? 'needs_credentials' : 'down';
    expect([fault, server]).toMatchObject([
      fault,
      { status, tool_count: 0, last_error: expect.stringMatching(reason) },
    ]);
    await broken.close();
  }
  const token = await rest.createToken(slug);
  const answer = await send(token.url, legacyRequest('tools/list', undefined, bearer(token.raw)));
  const missing = Object.keys(reasons).map((fault) => ({ server: fault.toLowerCase(), listed_at: null }));
  expect(rpcOf(answer).result).toMatchObject({ tools: [], _meta: { 'aerostack/unavailable': missing } });
});

test('a lost session is opened again and the call runs exactly once', async ({ token, world }) => {
  const echo = (text: string) =>
    send(token.url, legacyRequest('tools/call', { name: 'v1__echo', arguments: { text } }, bearer(token.raw)));
  expect(rpcOf(await echo('before')).result?.content).toEqual([{ type: 'text', text: 'before' }]);
  world.v1.dropSessions();
  const texts = ['after 1', 'after 2', 'after 3'];
  const answers = await Promise.all(texts.map(echo));
  expect(answers.map((answer) => rpcOf(answer).result?.content)).toEqual(texts.map((text) => [{ type: 'text', text }]));
  const sessions = new Set(seenCalls(world.v1).map(({ headers }) => headers['mcp-session-id']));
  expect(sessions.size).toBeGreaterThanOrEqual(2);
  expect(world.v1.openSessions()).toBe(1);
});

test('a server sees the stored credentials and nothing of the caller’s', async ({ rest }) => {
  const { slug } = await rest.createWorkspace('Sealed');
  const [byBearer, byHeader] = await Promise.all([startV2('dual'), startV2('dual')]);
  await rest.addServer(slug, {
    name: 'b',
    slug: 'by-bearer',
    url: byBearer.url,
    auth: { type: 'bearer', token: serverSecret('bearer') },
  });
  const headers = { 'X-Api-Key': serverSecret('header') };
  await rest.addServer(slug, { name: 'h', slug: 'by-header', url: byHeader.url, auth: { type: 'headers', headers } });
  const token = await rest.createToken(slug);
  const own = {
    ...bearer(token.raw),
    cookie: 'session=the-callers',
    'x-upstream-authorization': 'Bearer evil',
    'x-api-key': 'evil',
    'proxy-authorization': 'Basic evil',
    'x-forwarded-authorization': 'Bearer evil',
    'x-private': 'the-callers',
  };
  // To a 2026-07-28 request a session means nothing; a 2025-era one that names somebody else's is refused.
  const session = { 'mcp-session-id': 'someone-elses' };
  const meta = {
    'com.example/session': 'private-of-the-caller',
    progressToken: 7,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
  for (const server of ['by-bearer', 'by-header']) {
    const params = { name: `${server}__echo`, arguments: { text: 'x' } };
    const modern = modernRequest('tools/call', params, { meta });
    expect((await send(token.url, { ...modern, headers: { ...modern.headers, ...own, ...session } })).status).toBe(200);
    expect((await send(token.url, legacyRequest('tools/call', { ...params, _meta: meta }, own))).status).toBe(200);
    const strange = legacyRequest('tools/call', params, { ...own, ...session });
    expect((await send(token.url, strange)).status).toBe(404);
  }
  for (const request of [...byBearer.seen, ...byHeader.seen]) {
    const all = JSON.stringify([request.headers, request.message]);
    expect(all).not.toMatch(/mwt_|the-callers|evil|someone-elses|private-of-the-caller|com\.example/);
  }
  expect(new Set(byBearer.seen.map((request) => request.headers.authorization))).toEqual(
    new Set([`Bearer ${serverSecret('bearer')}`]),
  );
  expect(new Set(byHeader.seen.map((request) => request.headers['x-api-key']))).toEqual(
    new Set([serverSecret('header')]),
  );
  expect(new Set(byHeader.seen.map((request) => request.headers.authorization))).toEqual(new Set([undefined]));
  const calls = [...seenCalls(byBearer), ...seenCalls(byHeader)];
  expect(calls.map((request) => request.message?.params?.name)).toEqual(['echo', 'echo', 'echo', 'echo']);
  await Promise.all([byBearer.close(), byHeader.close()]);
});
