import { describe, expect, test } from 'vitest';
import { connectionsForEachTest } from './connections-fixture';
import { isJsonObject } from './json-object';
import { announcedKinds, type ListKind, listKinds } from './list-kinds';
import { readList } from './read-list';
import { error, json, legacyServer, modernServer, type Respond, result, targetOf } from './server-fixture';

const stage = connectionsForEachTest();

async function listFrom(respond: Respond, kind: ListKind = listKinds.tool) {
  const fixture = await stage.start(respond);
  const connection = stage.connections.get(targetOf(fixture.url));
  const listed = await readList(connection, kind, {
    version: '1.2.3',
    hasCredentials: false,
    signal: AbortSignal.timeout(5_000),
  });
  return { ...listed, fixture };
}

const tool = (name: unknown, more: object = {}) => ({ name, inputSchema: { type: 'object' }, ...more });

describe('the tools of a server', () => {
  test('are read page after page, each kept byte for byte', async () => {
    const odd =
      '{ "name" : "big",\n"inputSchema":{"type":"object","maximum":12345678901234567890.10}, "x":"\\u00e9 } ]" }';
    const { entries, leftOut, fixture } = await listFrom(
      modernServer(({ message }, response) => {
        const cursor = isJsonObject(message.params) ? message.params.cursor : null;
        const page = cursor === undefined ? `[${odd}],"nextCursor":"p2"` : `[${JSON.stringify(tool('two'))}]`;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`{"jsonrpc":"2.0","id":${JSON.stringify(message.id)},"result":{"tools":${page}}}`);
      }),
    );
    expect(entries).toEqual([
      { name: 'big', definition: odd },
      { name: 'two', definition: JSON.stringify(tool('two')) },
    ]);
    expect(leftOut).toBe(0);
    expect(fixture.received.at(-1)?.message.params).toMatchObject({
      cursor: 'p2',
      _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
    });
  });

  test('that no client could use are left out and counted; the others stay', async () => {
    const bad = [null, 7, 'x', {}, tool(''), tool(5), tool('a\u0000b'), tool('x'.repeat(201)), { name: 'no-schema' }];
    for (const type of ['array', 'Object', null, ['object']]) bad.push(tool('typed', { inputSchema: { type } }));
    const more = [tool('good'), tool('good', { title: 'again' }), tool('huge', { description: 'x'.repeat(300_000) })];
    const { entries, leftOut } = await listFrom(
      legacyServer(({ message }, response) => json(response, 200, result(message, { tools: [...bad, ...more] }))),
    );
    expect(entries.map(({ name }) => name)).toEqual(['good']);
    expect(leftOut).toBe(bad.length + 2);
  });

  test('that would make a client run out of stack, or hold what it takes for no number, are left out and counted', async () => {
    const nested = (depth: number) =>
      `{"name":"d${depth}","inputSchema":${'{"not":'.repeat(depth)}1${'}'.repeat(depth + 1)}`;
    const infinite = '{"name":"infinite","inputSchema":{"maximum":1e999}}';
    const { entries, leftOut } = await listFrom(
      legacyServer(({ message }, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const tools = `[${[nested(100), nested(10_000), infinite].join(',')}]`;
        response.end(`{"jsonrpc":"2.0","id":${JSON.stringify(message.id)},"result":{"tools":${tools}}}`);
      }),
    );
    expect([entries.map(({ name }) => name), leftOut]).toEqual([['d100'], 2]);
  });

  test('end where a cursor repeats, and at two thousand', async () => {
    let page = 0;
    const { entries, leftOut } = await listFrom(
      legacyServer(({ message }, response) => {
        page += 1;
        const many = Array.from({ length: 700 }, (_, i) => tool(`t${page}-${i}`));
        json(response, 200, result(message, { tools: many, nextCursor: `p${page}` }));
      }),
    );
    expect([entries.length, leftOut, page]).toEqual([2_000, 100, 3]);
    let asked = 0;
    const endless = await listFrom(
      legacyServer(({ message }, response) => {
        asked += 1;
        json(response, 200, result(message, { tools: [tool('one')], nextCursor: 'same' }));
      }),
    );
    expect([endless.entries.length, asked]).toEqual([1, 2]);
  });

  test('are none when the server does not know the method, and a failure when it refuses otherwise', async () => {
    const refusing = (code: number) =>
      listFrom(legacyServer(({ message }, response) => json(response, 200, error(message, code, 'secret reason'))));
    expect((await refusing(-32601)).entries).toEqual([]);
    await expect(refusing(-32603)).rejects.toMatchObject({
      stage: 'protocol',
      message: 'The server refused to list its tools (JSON-RPC -32603).',
    });
  });

  test('are none when a 2026-07-28 server says with HTTP 404 that it does not know the method', async () => {
    const { entries, fixture } = await listFrom(
      modernServer(({ message }, response) => json(response, 404, error(message, -32601, 'Method not found'))),
      listKinds.prompt,
    );
    expect(entries).toEqual([]);
    expect(fixture.received.map(({ message }) => message.method)).toEqual([
      'server/discover',
      'prompts/list',
      'server/discover',
      'prompts/list',
    ]);
  });

  test('are asked for once more after a fresh handshake when the server says it does not know us', async () => {
    let refusals = 1;
    const { entries, fixture } = await listFrom(
      legacyServer(({ message }, response) => {
        refusals -= 1;
        if (refusals >= 0) json(response, 400, error(message, -32000, 'Bad Request: No valid session ID provided'));
        else json(response, 200, result(message, { tools: [tool('one')] }));
      }),
    );
    expect(entries).toHaveLength(1);
    expect(fixture.received.filter(({ message }) => message.method === 'initialize')).toHaveLength(2);
    await expect(
      listFrom(legacyServer((_received, response) => void response.writeHead(400).end())),
    ).rejects.toMatchObject({ stage: 'http', status: 400 });
  });

  test('that hangs up on the answer to its own ping fails that read alone, not the process', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    let hungUp = () => {};
    const isHungUp = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    const respond = legacyServer(({ message }, response) => {
      if (message.method === undefined) {
        response.destroy();
        hungUp();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n\n`);
      void isHungUp.then(() =>
        setImmediate(() =>
          setImmediate(() => response.end(`data: ${JSON.stringify(result(message, { tools: [] }))}\n\n`)),
        ),
      );
    });
    await expect(listFrom(respond)).rejects.toMatchObject({ stage: 'closed' });
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});

describe('the other lists of a server', () => {
  const listing = (listed: ListKind, entries: unknown[]) =>
    listFrom(
      legacyServer(({ message }, response) => json(response, 200, result(message, { [listed.member]: entries }))),
      listed,
    );
  const namesOf = async (listed: ListKind, entries: unknown[]) => {
    const { entries: found, leftOut, fixture } = await listing(listed, entries);
    expect(fixture.received.at(-1)?.message.method).toBe(listed.method);
    return [...found.map(({ name }) => name), leftOut];
  };

  test('keep what has a name, a URI, a template', async () => {
    const bad = [null, {}, { name: '' }, { name: 'a\u0000b' }];
    expect(await namesOf(listKinds.prompt, [...bad, { name: 'good' }, { name: 'good' }])).toEqual(['good', 5]);
    const resource = (uri: unknown) => ({ uri, name: 'r' });
    const uris = ['test://static-text', 'file:///a b', 'no uri', 7, `test://${'x'.repeat(2_000)}`, 'urn:isbn:1'];
    expect(await namesOf(listKinds.resource, [...uris.map(resource), { uri: 'test://nameless' }])).toEqual([
      'test://static-text',
      'urn:isbn:1',
      'test://nameless',
      4,
    ]);
    const templates = [{ uriTemplate: 'test://template/{id}/data', name: 't' }, { name: 't' }, { uriTemplate: '' }];
    expect(await namesOf(listKinds.resource_template, templates)).toEqual(['test://template/{id}/data', 2]);
  });

  test('are worth a question when the server announced them; tools always are', () => {
    const asked = (capabilities: object) => announcedKinds({ ...capabilities }).map(({ kind }) => kind);
    expect(asked({})).toEqual(['tool']);
    expect(asked({ prompts: {}, logging: {} })).toEqual(['tool', 'prompt']);
    expect(asked({ resources: { subscribe: true }, prompts: null })).toEqual(['tool', 'resource', 'resource_template']);
  });
});
