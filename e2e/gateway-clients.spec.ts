import { type ClientKind, clientKinds, connectClient, type TestClient } from './clients';
import { gate } from './fixtures/gate';
import { fixtureTools, pixel, strangeText } from './fixtures/tools';
import { expect, test as withProduct } from './test';
import { serverSlugs } from './world';

const test = withProduct.extend<{ kind: ClientKind; client: TestClient }>({
  kind: ['SDK v1', { option: true }],
  client: async ({ kind, token }, use) => {
    const client = await connectClient(kind, token.url, token.raw);
    await use(client);
    await client.close();
  },
});

const toolServers = serverSlugs.filter((slug) => slug !== 'everything');

for (const { kind, version } of clientKinds) {
  test.describe(kind, () => {
    test.use({ kind });

    test(`${kind} connects and settles on ${version}`, async ({ client }) => {
      expect(client.version).toBe(version);
      expect(client.serverName).toBe('aerostack-mcp-gateway');
    });

    test(`${kind} sees the tools of all servers as <server>__<tool>`, async ({ client }) => {
      const tools = await client.listTools();
      const names = tools.map(({ name }) => name);
      for (const slug of toolServers) {
        expect(names).toEqual(expect.arrayContaining(fixtureTools.map(({ name }) => `${slug}__${name}`)));
      }
      expect(names).toEqual(
        expect.arrayContaining(['everything__echo', 'everything__get-sum', 'everything__get-tiny-image']),
      );
      expect(new Set(names).size).toBe(names.length);
      expect(tools.find(({ name }) => name === 'v1__strange')?.description).toBe(
        'Text that careless copying breaks: 日本語 é.',
      );
    });

    for (const slug of toolServers) {
      test(`${kind} gets from ${slug} text, structure, pictures and the tool’s own errors unchanged`, async ({
        client,
      }) => {
        expect(await client.callTool(`${slug}__echo`, { text: strangeText })).toMatchObject({
          content: [{ type: 'text', text: strangeText }],
        });
        expect(await client.callTool(`${slug}__add`, { a: 2, b: 40 })).toMatchObject({
          content: [{ type: 'text', text: '42' }],
          structuredContent: { sum: 42 },
        });
        expect(await client.callTool(`${slug}__picture`, {})).toMatchObject({
          content: [{ type: 'image', data: pixel, mimeType: 'image/png' }],
        });
        expect(await client.callTool(`${slug}__fail`, { reason: 'no such customer' })).toMatchObject({
          content: [{ type: 'text', text: 'no such customer' }],
          isError: true,
        });
        const big = await client.callTool(`${slug}__big`, { letters: 1_000_000 });
        expect(String(big.content[0]?.text).length).toBe(1_000_000);
      });
    }

    for (const slug of toolServers.filter((name) => name !== 'v1-json')) {
      test(`${kind} hears the progress of ${slug} as it comes, before the tool ends`, async ({ client }) => {
        const name = `${kind} ${slug} ${test.info().project.name}`;
        const heard: number[] = [];
        let hasEnded = false;
        const call = client
          .callTool(`${slug}__slow`, { gate: name, steps: 3 }, ({ progress }) => heard.push(progress))
          .finally(() => {
            hasEnded = true;
          });
        for (const step of [1, 2, 3]) {
          await expect.poll(() => heard, { timeout: 10_000 }).toEqual([1, 2, 3].slice(0, step));
          expect(hasEnded).toBe(false);
          gate(`${name}:${step}`).open();
        }
        expect(await call).toMatchObject({ content: [{ type: 'text', text: 'done after 3 steps' }] });
      });
    }

    test(`${kind} uses the reference server “everything”`, async ({ client }) => {
      expect(await client.callTool('everything__echo', { message: 'hi' })).toMatchObject({
        content: [{ type: 'text', text: 'Echo: hi' }],
      });
      expect(await client.callTool('everything__get-sum', { a: 1, b: 2 })).toMatchObject({
        content: [{ type: 'text', text: 'The sum of 1 and 2 is 3.' }],
      });
      expect(await client.callTool('everything__get-structured-content', { location: 'Chicago' })).toMatchObject({
        structuredContent: { temperature: 36, conditions: 'Light rain / drizzle', humidity: 82 },
      });
      const picture = await client.callTool('everything__get-tiny-image', {});
      expect(picture.content.map(({ type }) => type)).toEqual(['text', 'image', 'text']);
      const heard: number[] = [];
      const args = { duration: 0.2, steps: 2 };
      await client.callTool('everything__trigger-long-running-operation', args, ({ progress }) => heard.push(progress));
      expect(heard).toEqual([1, 2]);
    });

    test(`${kind} with a revoked token cannot connect and is told why`, async ({ token, rest, world }) => {
      await rest.revokeToken(world.slug, token.id);
      await expect(connectClient(kind, token.url, token.raw)).rejects.toThrow(
        // The client's own words where it does not show the server's.
        version === '2026-07-28' ? /HTTP 401/ : /Token revoked \d{4}-\d\d-\d\d/,
      );
    });
  });
}

test('a hundred simultaneous calls of two tokens never get each other’s answers', async ({ token, rest, world }) => {
  const second = await rest.createToken(world.slug);
  const clients = await Promise.all([
    connectClient('SDK v1', token.url, token.raw),
    connectClient('SDK v2 auto', second.url, second.raw),
  ]);
  const texts = Array.from({ length: 100 }, (_, index) => `${index % 2}:${index}`);
  const answers = await Promise.all(
    texts.map((text, index) => clients[index % 2 === 0 ? 0 : 1].callTool(`${toolServers[index % 4]}__echo`, { text })),
  );
  expect(answers.map(({ content }) => content[0]?.text)).toEqual(texts);
  await Promise.all(clients.map((client) => client.close()));
});
