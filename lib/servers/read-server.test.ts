import { afterEach, expect, test } from 'vitest';
import { type Connections, createConnections } from './connections';
import { readServer } from './read-server';
import {
  type Fixture,
  json,
  legacyServer,
  loopbackGuard,
  type Respond,
  result,
  startFixture,
  targetOf,
} from './server-fixture';

let connections: Connections;
let fixture: Fixture;

afterEach(async () => {
  await fixture.close();
  await connections.close();
});

async function read(answer: Respond) {
  fixture = await startFixture(legacyServer(answer, undefined, { tools: {}, prompts: {} }));
  connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
  return readServer(connections, targetOf(fixture.url), { reopen: false, deadlineMs: 2_000 });
}

const tools = [{ name: 'one', inputSchema: { type: 'object' } }];

test('a list that hangs fails alone when the time is over', async () => {
  const { lists, opened } = await read(({ message }, response) => {
    if (message.method === 'tools/list') json(response, 200, result(message, { tools }));
  });
  expect(opened).toMatchObject({ capabilities: { tools: {}, prompts: {} }, protocolVersion: '2025-11-25' });
  expect(lists).toMatchObject([
    { kind: { kind: 'tool' }, list: { entries: [{ name: 'one' }], leftOut: 0 } },
    { kind: { kind: 'prompt' }, failure: { stage: 'timeout' } },
  ]);
});

test('all lists are asked for at the same time', async () => {
  const waiting: (() => void)[] = [];
  const { lists } = await read(({ message }, response) => {
    waiting.push(() => json(response, 200, result(message, { tools, prompts: [] })));
    if (waiting.length === 2) for (const answer of waiting) answer();
  });
  expect(lists.every((one) => 'list' in one)).toBe(true);
});

test('a server of which every list hangs has failed', async () => {
  await expect(read(() => undefined)).rejects.toMatchObject({
    stage: 'timeout',
    message: 'The server did not list what it offers within 2 s.',
  });
});
