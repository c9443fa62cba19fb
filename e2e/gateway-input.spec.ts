import { startAsking } from './fixtures/asking-server';
import { startConfirming } from './fixtures/confirming-server';
import { type FixtureServer, seenCalls } from './fixtures/http-host';
import type { CreatedToken, Rest } from './rest';
import { expect, test } from './test';
import {
  bearer,
  legacyRequest,
  messagesOf,
  modernRequest,
  open,
  type RpcMessage,
  rpcOf,
  send,
  textOf,
  type WireAnswer,
} from './wire';

/** A server of each era whose tool asks its client before it acts, in one workspace. */
let servers: FixtureServer[] = [];
let slug: string;
test.beforeAll(async ({ rest }) => {
  const [asking, confirming] = await Promise.all([startAsking(), startConfirming()]);
  servers = [asking, confirming];
  ({ slug } = await rest.createWorkspace('Input'));
  await rest.addServer(slug, { name: 'New', slug: 'new-era', url: asking.url });
  await rest.addServer(slug, { name: 'Old', slug: 'old-era', url: confirming.url });
});
test.afterAll(() => Promise.all(servers.map((server) => server.close())));

const forms = { clientCapabilities: { elicitation: { form: {} } } };

/** A tools/call as a 2026-07-28 client sends it, again and again. */
function callModern({ url, raw }: CreatedToken, name: string, more: Record<string, unknown> = {}, id = 1) {
  const request = modernRequest(
    'tools/call',
    { name, arguments: {}, ...more },
    { meta: forms, id, headers: bearer(raw) },
  );
  return send(url, request);
}

const questionOf = (answer: WireAnswer) => {
  const { result } = rpcOf(answer);
  const requests = (result?.inputRequests ?? {}) as Record<string, { method: string; params: { message: string } }>;
  const [key = '', request] = Object.entries(requests)[0] ?? [];
  return { key, request, state: result?.requestState, type: result?.resultType };
};

async function session({ url, raw }: CreatedToken, capabilities: object) {
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'input-e2e', version: '1' } };
  const { headers } = await send(url, legacyRequest('initialize', params, bearer(raw)));
  return { ...bearer(raw), 'mcp-protocol-version': '2025-11-25', 'mcp-session-id': String(headers['mcp-session-id']) };
}

const newToken = (rest: Rest) => rest.createToken(slug);

for (const [name, title] of [
  ['new-era__ask_once', 'New'],
  ['old-era__confirm', 'Old'],
] as const) {
  test(`a 2025-era client is asked by ${name} on the stream of its call, and told which server asks`, async ({
    rest,
  }) => {
    const token = await newToken(rest);
    const headers = await session(token, { elicitation: { form: {} } });
    const call = await open(token.url, legacyRequest('tools/call', { name, arguments: {} }, headers));
    const asked = (): RpcMessage | undefined =>
      call.soFar().text.includes('elicitation/create')
        ? messagesOf(call.soFar()).find(({ method }) => method === 'elicitation/create')
        : undefined;
    await expect.poll(asked).toMatchObject({ params: { message: expect.stringMatching(`^\\[${title}\\] `) } });
    const body = { jsonrpc: '2.0', id: asked()?.id, result: { action: 'decline' } };
    const answered = await send(token.url, { headers: { ...headers, 'content-type': 'application/json' }, body });
    expect(answered.status).toBe(202);
    await call.ended;
    expect([rpcOf(call.soFar()).id, textOf(call.soFar())]).toEqual([1, expect.stringContaining('decline')]);
  });

  test(`a 2026-07-28 client is asked by ${name} in a result, and told which server asks`, async ({ rest }) => {
    const { request, type } = questionOf(await callModern(await newToken(rest), name));
    expect([type, request?.method]).toEqual(['input_required', 'elicitation/create']);
    expect(request?.params.message).toMatch(`[${title}] `);
  });

  test(`nobody who has not declared it is asked by ${name}, and is told so in words`, async ({ rest }) => {
    const token = await newToken(rest);
    const answer = await send(token.url, legacyRequest('tools/call', { name, arguments: {} }, bearer(token.raw)));
    expect(rpcOf(answer).result).toMatchObject({ isError: true });
    expect(textOf(answer)).toMatch(/ask the client|does not support/i);
  });
}

test('a call that waits at a 2025-era server is one call there, however often its client comes back', async ({
  rest,
}) => {
  const token = await newToken(rest);
  const before = seenCalls(servers[1] as FixtureServer).length;
  const first = questionOf(await callModern(token, 'old-era__confirm'));
  const withoutAnswer = questionOf(await callModern(token, 'old-era__confirm', { requestState: first.state }, 2));
  expect(withoutAnswer.type).toBe('input_required');
  const inputResponses = { [withoutAnswer.key]: { action: 'accept', content: { ok: true } } };
  const retry = { inputResponses, requestState: withoutAnswer.state };
  const done = await callModern(token, 'old-era__confirm', retry, 3);
  expect([rpcOf(done).id, textOf(done)]).toEqual([3, 'accept {"ok":true}']);
  expect(seenCalls(servers[1] as FixtureServer).length - before).toBe(1);

  const again = await callModern(token, 'old-era__confirm', retry, 4);
  expect(rpcOf(again).result).toMatchObject({ isError: true });
  expect(textOf(again)).toMatch(/has ended meanwhile.*outcome is unknown/i);
  expect(seenCalls(servers[1] as FixtureServer).length - before).toBe(1);
});

test('the state of a waiting call opens for its own token and request only', async ({ rest }) => {
  const [owner, thief] = [await newToken(rest), await newToken(rest)];
  const { key, state } = questionOf(await callModern(owner, 'old-era__confirm'));
  const inputResponses = { [key]: { action: 'accept', content: { ok: true } } };
  const retry = { inputResponses, requestState: state };
  const foreign = [
    await callModern(thief, 'old-era__confirm', retry),
    await callModern(owner, 'old-era__confirm', { ...retry, arguments: { other: true } }),
    await callModern(owner, 'old-era__confirm', { ...retry, requestState: `${String(state)}x` }),
    await callModern(owner, 'new-era__ask_once', retry),
  ];
  for (const answer of foreign) expect([answer.status, rpcOf(answer).error?.code]).toEqual([200, -32602]);
  expect(textOf(await callModern(owner, 'old-era__confirm', retry))).toBe('accept {"ok":true}');
});

test('revoking the token ends a call that waits for its client', async ({ rest }) => {
  const token = await newToken(rest);
  const server = servers[1] as FixtureServer;
  await callModern(token, 'old-era__confirm');
  const cancelled = () => seenCalls(server, 'notifications/cancelled').length;
  const before = cancelled();
  await rest.revokeToken(slug, token.id);
  await expect.poll(cancelled).toBe(before + 1);
});
