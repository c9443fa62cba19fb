import { clientKinds, connectClient } from './clients';
import { startAsking } from './fixtures/asking-server';
import { type FixtureServer, seenCalls } from './fixtures/http-host';
import { expect, test } from './test';

/** A tool that wants to ask the client something back, which these clients have not declared: they are told so. */
test.describe('a server whose tool needs a capability that the client does not declare', () => {
  let server: FixtureServer;
  let slug: string;
  let id: string;
  test.beforeAll(async ({ rest }) => {
    server = await startAsking();
    ({ slug } = await rest.createWorkspace('Asking'));
    const added = await rest.addServer(slug, { name: 'Asking', slug: 'asking', url: server.url });
    expect(added).toMatchObject({ status: 'up', protocol_version: '2026-07-28', tool_count: 4 });
    id = String(added.id);
  });
  test.afterAll(() => server.close());

  for (const { kind, version } of clientKinds) {
    test(`${kind} gets words instead of silence, each call reaches the server once, and the next tool works`, async ({
      rest,
    }) => {
      const token = await rest.createToken(slug);
      const client = await connectClient(kind, token.url, token.raw);
      for (const tool of ['ask', 'ask_later'] as const) {
        const before = seenCalls(server).length;
        const progress: number[] = [];
        const asked = client.callTool(`asking__${tool}`, {}, (step) => progress.push(step.progress));
        if (version === '2026-07-28') {
          await expect(asked).rejects.toThrow(/client capabilities do not declare/);
        } else {
          const answer = await asked;
          expect([tool, answer]).toMatchObject([tool, { isError: true, content: [{ type: 'text' }] }]);
          expect(String(answer.content[0]?.text)).toMatch(
            /^Server "Asking" failed \(protocol\): .*ask the client.* Request [\w-]{8,}\.$/,
          );
        }
        expect([tool, progress]).toEqual([tool, tool === 'ask' ? [] : [1]]);
        expect(seenCalls(server).length - before).toBe(1);
      }
      expect(await client.callTool('asking__plain', {})).toMatchObject({ content: [{ type: 'text', text: 'plain' }] });
      await client.close();
      expect((await rest.send('GET', `/workspaces/${slug}/servers/${id}`)).body).toMatchObject({
        status: 'up',
        last_error: null,
      });
    });
  }
});
