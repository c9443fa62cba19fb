import type { ServerResponse } from 'node:http';
import { callerOf, type Era, eras, requestOf } from './caller';
import { type BrokenServer, startBroken } from './fixtures/broken-server';
import type { CreatedToken, Rest } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, open, send, textOf } from './wire';

/** A server of one era whose tool never ends: it reports progress as soon as it was called, and sees when nobody listens any more. */
interface Patient {
  server: BrokenServer;
  /** Calls whose connection was closed by whoever made them. */
  closed(): number;
  /** Ids of the calls it was asked to run, and of those it was told to cancel. */
  called(): unknown[];
  cancelled(): unknown[];
}

async function startPatient(era: Era): Promise<Patient> {
  let closed = 0;
  const begin = (res: ServerResponse, token: unknown) => {
    res.once('close', () => {
      closed += 1;
    });
    const params = { progressToken: token, progress: 1 };
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(`data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params })}\n\n`);
  };
  const server = await startBroken(
    (_req, res, message) => {
      const meta = message?.params?._meta as Record<string, unknown> | undefined;
      begin(res, meta?.progressToken);
    },
    'call',
    era,
  );
  const sent = (method: string) => server.seen.filter(({ message }) => message?.method === method);
  return {
    server,
    closed: () => closed,
    called: () => sent('tools/call').map(({ message }) => message?.id),
    cancelled: () => sent('notifications/cancelled').map(({ message }) => message?.params?.requestId),
  };
}

interface Waiting {
  token: CreatedToken;
  servers: Record<Era, Patient>;
}

const withWaiting = test.extend<{ waiting: Waiting }>({
  waiting: async ({ rest }: { rest: Rest }, use, { title }) => {
    const { slug } = await rest.createWorkspace(title.slice(0, 40));
    const [legacy, modern] = await Promise.all(eras.map(startPatient));
    if (legacy === undefined || modern === undefined) throw new Error('both were started');
    await rest.addServer(slug, { name: 'Legacy', slug: 'old', url: legacy.server.url });
    await rest.addServer(slug, { name: 'Modern', slug: 'new-era', url: modern.server.url });
    await use({ token: await rest.createToken(slug), servers: { legacy, modern } });
    await Promise.all([legacy.server.close(), modern.server.close()]);
  },
});

const tool = { legacy: 'old__act', modern: 'new-era__act' } as const;

/** Calls the tool, sees it at work, and lets the connection go without a word. */
async function callAndVanish(token: CreatedToken, client: Era, server: Era) {
  const { headers, body } = requestOf(client, 'tools/call', {
    name: tool[server],
    arguments: {},
    ...(client === 'legacy' ? { _meta: { progressToken: 'p' } } : {}),
  });
  if (client === 'modern') Object.assign(body.params?._meta ?? {}, { progressToken: 'p' });
  const answer = await open(token.url, { headers: { ...headers, ...bearer(token.raw) }, body });
  await expect.poll(() => answer.soFar().text).toContain('notifications/progress');
  answer.leave();
}

withWaiting('a modern client that goes away: a modern server sees its request closed', async ({ waiting }) => {
  const { modern } = waiting.servers;
  await callAndVanish(waiting.token, 'modern', 'modern');
  await expect.poll(modern.closed).toBe(1);
  expect(modern.called().length).toBe(1);
});

withWaiting(
  'a modern client that goes away: a legacy server is told that its call is cancelled',
  async ({ waiting }) => {
    const { legacy } = waiting.servers;
    await callAndVanish(waiting.token, 'modern', 'legacy');
    await expect.poll(legacy.cancelled).toEqual(legacy.called());
    expect(legacy.called().length).toBe(1);
    await expect.poll(legacy.closed).toBe(1);
  },
);

for (const era of eras) {
  withWaiting(
    `a legacy client that cancels: a ${era} server ${era === 'legacy' ? 'is told so with its own id' : 'sees its request closed'}, and the caller is answered nothing more`,
    async ({ waiting }) => {
      const { token, servers } = waiting;
      const request = legacyRequest('tools/call', { name: tool[era], arguments: {}, _meta: { progressToken: 1 } });
      const body = { ...request.body, id: 'my-call' };
      const headers = { ...request.headers, ...bearer(token.raw) };
      const answer = await open(token.url, { headers, body });
      await expect.poll(() => answer.soFar().text).toContain('notifications/progress');
      const other = { ...legacyRequest('notifications/cancelled', { requestId: 'not-my-call' }), headers };
      const own = {
        ...legacyRequest('notifications/cancelled', { requestId: 'my-call', reason: 'changed mind' }),
        headers,
      };
      for (const { body: message } of [other, own]) {
        expect([servers[era].closed(), servers[era].cancelled()]).toEqual([0, []]);
        const { id: _, ...notification } = message;
        expect(await send(token.url, { headers, body: notification })).toMatchObject({ status: 202, text: '' });
      }
      if (era === 'legacy') await expect.poll(servers.legacy.cancelled).toEqual(servers.legacy.called());
      await expect.poll(servers[era].closed).toBe(1);
      await answer.ended;
      expect(answer.soFar().text).not.toMatch(/"result"/);
    },
  );
}

withWaiting('nobody can cancel a call of another token', async ({ waiting, rest }) => {
  const { token, servers } = waiting;
  const slug = token.url.split('/').at(-1) ?? '';
  const stranger = callerOf(await rest.createToken(slug));
  const request = legacyRequest('tools/call', { name: tool.legacy, arguments: {}, _meta: { progressToken: 1 } });
  const answer = await open(token.url, { headers: { ...request.headers, ...bearer(token.raw) }, body: request.body });
  await expect.poll(() => answer.soFar().text).toContain('notifications/progress');
  const { id: _, ...notification } = legacyRequest('notifications/cancelled', { requestId: 1 }).body;
  expect((await stranger.ask({ headers: request.headers, body: notification })).status).toBe(202);
  // A whole exchange later nothing was cancelled.
  expect(textOf(await stranger.call('legacy', 'no__such', {}))).toBe('');
  expect([servers.legacy.closed(), servers.legacy.cancelled()]).toEqual([0, []]);
  answer.leave();
});

withWaiting(
  'a legacy client that goes away cancels nothing: its revision says that it may only have lost the connection',
  async ({ waiting }) => {
    const { legacy } = waiting.servers;
    await callAndVanish(waiting.token, 'legacy', 'legacy');
    // Another client's exchange with the same server, whole: the gateway has had its time to notice.
    await callAndVanish(waiting.token, 'modern', 'legacy');
    await expect.poll(() => legacy.cancelled().length).toBe(1);
    expect(legacy.cancelled()).toEqual([legacy.called()[1]]);
  },
);
