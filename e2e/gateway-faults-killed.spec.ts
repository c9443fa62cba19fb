import { callerOf, eras } from './caller';
import { startFragile } from './fixtures/fragile-server';
import { seenCalls } from './fixtures/http-host';
import { startV1Sessions } from './fixtures/v1-server';
import { startV2 } from './fixtures/v2-server';
import { expect, test } from './test';
import { rpcOf, textOf } from './wire';

test('a server that is killed: each call under way ends with server, stage and “outcome unknown”, and after its restart calls work', async ({
  rest,
}) => {
  const [fragile, healthy] = await Promise.all([startFragile(), startV2('modern')]);
  const { slug } = await rest.createWorkspace('Killed');
  await rest.addServer(slug, { name: 'Healthy', slug: 'healthy', url: healthy.url });
  const added = await rest.addServer(slug, { name: 'Fragile', slug: 'fragile', url: fragile.url });
  expect(added).toMatchObject({ status: 'up', tool_count: 2 });
  const { call } = callerOf(await rest.createToken(slug));
  const underWay = [...eras, ...eras].map((era) => call(era, 'fragile__hold'));
  // The server has all four when it counts itself as the fifth.
  await expect.poll(async () => textOf(await call('legacy', 'fragile__count'))).toMatch(/^[5-9]|\d\d$/);
  await fragile.kill();
  for (const answer of await Promise.all(underWay)) {
    expect({ status: answer.status, rpc: rpcOf(answer) }).toMatchObject({
      status: 200,
      rpc: { result: { isError: true } },
    });
    expect(textOf(answer)).toMatch(
      /^Server "Fragile" failed \(closed\): .*The outcome is unknown: the tool may have run\. /,
    );
  }
  // While it is away: the next caller learns that nothing ran, and others are well.
  const away = textOf(await call('modern', 'fragile__count'));
  expect(away).toMatch(/^Server "Fragile" failed \((connect|down)\): .*The tool did not run\. /);
  expect(textOf(await call('modern', 'healthy__echo', { text: 'well' }))).toBe('well');
  await fragile.restart();
  // At the latest when it is tried again, which is said in words until then. The new process counts from one: nothing was repeated to it.
  await expect
    .poll(async () => textOf(await call('legacy', 'fragile__count')), { timeout: 15_000 })
    .not.toMatch(/^Server "Fragile" failed \(down\): /);
  expect(textOf(await call('modern', 'fragile__count'))).toBe('2');
  await Promise.all([fragile.close(), healthy.close()]);
});

test('a server that was restarted between two calls: the next call runs exactly once, in a session made anew', async ({
  rest,
}) => {
  const fragile = await startFragile();
  const { slug } = await rest.createWorkspace('Restarted');
  await rest.addServer(slug, { name: 'Fragile', slug: 'fragile', url: fragile.url });
  const { call } = callerOf(await rest.createToken(slug));
  for (const era of eras) {
    expect(textOf(await call(era, 'fragile__count'))).toBe('1');
    await fragile.kill();
    await fragile.restart();
  }
  const counts = await Promise.all([...eras, ...eras].map((era) => call(era, 'fragile__count')));
  expect(counts.map(textOf).sort()).toEqual(['1', '2', '3', '4']);
  await fragile.close();
});

test('a session that is dropped while others use it: every call runs exactly once, and one session is left', async ({
  rest,
}) => {
  const server = await startV1Sessions();
  const { slug } = await rest.createWorkspace('Dropped');
  await rest.addServer(slug, { name: 'Sessions', slug: 'sessions', url: server.url });
  const { call } = callerOf(await rest.createToken(slug));
  const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
  const answers = await Promise.all(
    texts.map((text, index) => {
      if (index === 10) server.dropSessions();
      return call(index % 2 === 0 ? 'legacy' : 'modern', 'sessions__echo', { text });
    }),
  );
  expect(answers.map(textOf)).toEqual(texts);
  // Those that were refused with 404 ran nothing; all others ran once.
  expect(server.openSessions()).toBe(1);
  const sessions = new Set(seenCalls(server).map(({ headers }) => headers['mcp-session-id']));
  expect(sessions.size).toBeLessThanOrEqual(2);
  await server.close();
});
