import { type FixtureServer, seenCalls } from './fixtures/http-host';
import { startV1Json } from './fixtures/v1-server';
import { startV2 } from './fixtures/v2-server';
import type { Rest } from './rest';
import { expect, serverSecret, test } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send, textOf, toolNames, type WireRequest } from './wire';

/** After each change by REST the very next requests of a client that was already at work show it. No step waits. */
interface Bench {
  old: FixtureServer;
  next: FixtureServer;
  names(): Promise<string[]>;
  /** What the tool says, or the refusal. */
  echo(tool: string, text: string): Promise<string>;
  instructions(): Promise<string>;
  change(input: Record<string, unknown>): Promise<Record<string, unknown>>;
  path: string;
  slug: string;
  close(): Promise<unknown>;
}

async function prepare(rest: Rest, name: string): Promise<Bench> {
  const [old, next] = await Promise.all([startV1Json(), startV2('dual')]);
  const { slug } = await rest.createWorkspace(name);
  const server = await rest.addServer(slug, { name: 'First', slug: 'one', url: old.url });
  const token = await rest.createToken(slug);
  const path = `/workspaces/${slug}/servers/${server.id}`;
  const ask = (request: WireRequest) =>
    send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
  const bench: Bench = {
    old,
    next,
    path,
    slug,
    names: async () => {
      const [legacy, modern] = await Promise.all([legacyRequest, modernRequest].map((make) => ask(make('tools/list'))));
      if (legacy === undefined || modern === undefined) throw new Error('both eras were asked');
      expect(toolNames(modern)).toEqual(toolNames(legacy));
      return toolNames(legacy);
    },
    echo: async (tool, text) => {
      const answer = await ask(legacyRequest('tools/call', { name: tool, arguments: { text } }));
      const { error } = rpcOf(answer);
      return error === undefined ? textOf(answer) : `${error.code} ${error.message}`;
    },
    instructions: async () => String(rpcOf(await ask(modernRequest('server/discover'))).result?.instructions),
    change: async (input) => {
      const changed = await rest.send('PATCH', path, input);
      expect([changed.status, changed.text]).toEqual([200, expect.any(String)]);
      return changed.body;
    },
    close: () => Promise.all([old.close(), next.close()]),
  };
  expect(await bench.names()).toContain('one__echo');
  expect(await bench.echo('one__echo', 'warm')).toBe('warm');
  return bench;
}

const withBench = test.extend<{ bench: Bench }>({
  bench: async ({ rest }, use, { title }) => {
    const bench = await prepare(rest, title.slice(0, 30));
    await use(bench);
    await bench.close();
  },
});

withBench('a new address is used at once, with its tools, and the old one hears nothing more', async ({ bench }) => {
  const { old, next, names, echo, change } = bench;
  const before = old.seen.length;
  expect(await change({ url: next.url })).toMatchObject({ status: 'up', tool_count: 8 });
  expect(await names()).toContain('one__in_region');
  expect(await echo('one__echo', 'moved')).toBe('moved');
  expect([seenCalls(next).length, old.seen.length]).toEqual([1, before]);
});

withBench('an address that does not answer fails the very next call in words', async ({ bench }) => {
  await bench.next.close();
  expect(await bench.change({ url: bench.next.url })).toMatchObject({ status: 'down' });
  expect(await bench.echo('one__echo', 'x')).toMatch(/^Server "First" failed \(connect\): /);
  expect(await bench.change({ url: bench.old.url })).toMatchObject({ status: 'up' });
  expect(await bench.echo('one__echo', 'back')).toBe('back');
});

withBench('new credentials go with the very next call, and none after they are taken away', async ({ bench }) => {
  const credentials = () => seenCalls(bench.old).map(({ headers }) => headers.authorization);
  await bench.change({ auth: { type: 'bearer', token: serverSecret('edited') } });
  expect(await bench.echo('one__echo', 'sealed')).toBe('sealed');
  await bench.change({ auth: { type: 'none' } });
  expect(await bench.echo('one__echo', 'open')).toBe('open');
  expect(credentials()).toEqual([undefined, `Bearer ${serverSecret('edited')}`, undefined]);
});

withBench('a new prefix and a new name show at once, and the old prefix is unknown', async ({ bench }) => {
  await bench.change({ prefix: 'uno', name: 'Renamed' });
  const names = await bench.names();
  expect(names).toContain('uno__echo');
  expect(names.filter((name) => !name.startsWith('uno__'))).toEqual([]);
  expect(await bench.echo('uno__echo', 'hola')).toBe('hola');
  expect(await bench.echo('one__echo', 'x')).toBe('-32602 Unknown tool: one__echo');
  expect(await bench.instructions()).toContain('Renamed (uno__…)');
  await bench.change({ prefix: '' });
  expect(await bench.echo('echo', 'bare')).toBe('bare');
});

withBench('off and on again, many times over: each request sees the last word', async ({ bench }) => {
  const before = seenCalls(bench.old).length;
  for (let round = 0; round < 5; round += 1) {
    await bench.change({ enabled: false });
    expect([await bench.names(), await bench.echo('one__echo', 'x')]).toEqual([[], '-32602 Unknown tool: one__echo']);
    await bench.change({ enabled: true });
    expect(await bench.echo('one__echo', `round ${round}`)).toBe(`round ${round}`);
    expect(await bench.names()).toContain('one__echo');
  }
  expect(seenCalls(bench.old).length - before).toBe(5);
});

withBench(
  'a removed server’s tools are unknown tools, and one added anew under its slug is served',
  async ({ bench, rest }) => {
    expect((await rest.send('DELETE', bench.path)).status).toBe(204);
    expect(await bench.echo('one__echo', 'x')).toBe('-32602 Unknown tool: one__echo');
    expect(await bench.names()).toEqual([]);
    await rest.addServer(bench.slug, { name: 'Second', slug: 'one', url: bench.next.url });
    expect(await bench.echo('one__echo', 'anew')).toBe('anew');
    expect([seenCalls(bench.old).length, seenCalls(bench.next).length]).toEqual([1, 1]);
  },
);

withBench('a renamed workspace says its new name at once, under the same address', async ({ bench, rest }) => {
  const renamed = await rest.send('PATCH', `/workspaces/${bench.slug}`, { name: 'Behind the Curtain' });
  expect([renamed.status, renamed.body.slug]).toEqual([200, bench.slug]);
  expect(await bench.instructions()).toContain('"Behind the Curtain"');
  expect(await bench.echo('one__echo', 'same')).toBe('same');
});
