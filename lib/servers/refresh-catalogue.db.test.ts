import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createLog } from '../log';
import { createConnections } from './connections';
import { createServer } from './create-server';
import { getServer } from './get-server';
import type { JsonObject } from './json-object';
import { listPrompts } from './list-prompts';
import { listResources } from './list-resources';
import { listTools } from './list-tools';
import { loadCatalogue } from './load-catalogue';
import { refreshCatalogue } from './refresh-catalogue';
import { refreshServer } from './refresh-server';
import { createServerReporter } from './report-server';
import { PromptList, ResourceList } from './schemas';
import { error, type Fixture, json, legacyServer, loopbackGuard, result, startFixture } from './server-fixture';
import { updateServer } from './update-server';

const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });
const methods = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

/** What a server offers, and which methods it fails at; changed by the tests while it runs. */
interface Offer {
  capabilities: JsonObject;
  tools: unknown[];
  prompts: unknown[];
  resources: unknown[];
  resourceTemplates: unknown[];
  failing: string[];
}

const everything = (): Offer => ({
  capabilities: { tools: { listChanged: true }, prompts: {}, resources: { subscribe: true } },
  tools: [tool('one')],
  prompts: [{ name: 'review', arguments: [{ name: 'code' }] }],
  resources: [{ uri: 'test://static-text', name: 'text' }],
  resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'data' }],
  failing: [],
});

/** For a machine that has much else to do. */
const patience = { timeout: 15_000 };

describe.each(testDatabases)('a catalogue on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let workspaces = 0;
  const fixtures: Fixture[] = [];

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    stage.parts.connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
    owner = await stage.person('Owner');
  });
  afterEach(async () => {
    await Promise.all(fixtures.splice(0).map((fixture) => fixture.close()));
  });
  afterAll(async () => {
    await stage.parts.connections.close();
    await database.drop();
  });

  const workspace = () => {
    workspaces += 1;
    return stage.workspace(`ws-${workspaces}`, [[owner, 'owner']]);
  };

  async function offering(offer: Offer): Promise<Fixture> {
    const fixture = await startFixture((received, response) =>
      legacyServer(
        ({ message }, answer) => {
          const method = String(message.method);
          if (offer.failing.includes(method)) return void json(answer, 200, error(message, -32603, 'no'));
          const listed = { 'tools/list': 'tools', 'prompts/list': 'prompts', 'resources/list': 'resources' }[method];
          const member = (listed ?? 'resourceTemplates') as 'tools';
          json(answer, 200, result(message, { [member]: offer[member] }));
        },
        undefined,
        offer.capabilities,
      )(received, response),
    );
    fixtures.push(fixture);
    return fixture;
  }

  const revisionOf = async (id: string) =>
    (await database.db.workspace.findUniqueOrThrow({ where: { id }, select: { revision: true } })).revision;

  const loaded = async (workspaceId: string) => {
    const { servers } = await loadCatalogue(database.db, stage.parts.vault, workspaceId);
    return servers;
  };

  /** How much the revision rises by `work`. */
  async function risesBy(workspaceId: string, work: () => Promise<unknown>): Promise<number> {
    const before = await revisionOf(workspaceId);
    await work();
    return (await revisionOf(workspaceId)) - before;
  }

  it('holds everything that a server lists, byte for byte, and the gateway gets all of it', async () => {
    const { id, slug } = await workspace();
    const offer = everything();
    const { url } = await offering(offer);
    const server = await createServer(owner, slug, { name: 'All', url, connect_timeout_ms: 700, concurrency_max: 3 });
    expect(server).toMatchObject({
      status: 'up',
      status_since: expect.any(String),
      capabilities: ['tools', 'prompts', 'resources'],
      tool_count: 1,
      prompt_count: 1,
      resource_count: 1,
    });
    const [all] = await loaded(id);
    const asWritten = (entry: unknown, name: string) => [{ name, definition: JSON.stringify(entry) }];
    expect(all).toMatchObject({
      status: 'up',
      statusSinceMs: Date.parse(server.status_since ?? ''),
      refreshedAtMs: Date.parse(server.refreshed_at ?? ''),
      capabilities: offer.capabilities,
      instructions: 'Be kind.',
      totalTimeoutMs: 3_600_000,
      tools: asWritten(offer.tools[0], 'one'),
      prompts: asWritten(offer.prompts[0], 'review'),
      resources: asWritten(offer.resources[0], 'test://static-text'),
      resourceTemplates: asWritten(offer.resourceTemplates[0], 'test://template/{id}/data'),
    });
    expect(all?.target()).toMatchObject({ connectTimeoutMs: 700, concurrencyMax: 3, totalTimeoutMs: 3_600_000 });
    expect((await listTools(owner, slug, {})).tools.map(({ name }) => name)).toEqual(['all__one']);
  });

  it('is listed kind by kind, in pages, by the names that clients see', async () => {
    const { slug } = await workspace();
    const offer = everything();
    const long = { uri: `test://${'x'.repeat(1_900)}`, name: 'long', mimeType: 'text/plain' };
    offer.resources = [long, ...offer.resources];
    offer.prompts = [...offer.prompts, { name: 'plan', title: 'Plan', description: 'Plans.' }];
    const server = await createServer(owner, slug, { name: 'All', url: (await offering(offer)).url });
    await updateServer(owner, slug, server.id, { enabled: false });
    const pages = async <T>(read: (cursor?: string) => Promise<T & { next_cursor: string | null }>) => {
      const found: T[] = [];
      let cursor: string | undefined;
      do {
        const page = await read(cursor);
        found.push(page);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    const query = (cursor?: string) => ({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
    const prompts = await pages(async (cursor) => PromptList.parse(await listPrompts(owner, slug, query(cursor))));
    expect(prompts.flatMap((page) => page.prompts)).toEqual([
      {
        name: 'all__review',
        server: 'all',
        description: '',
        arguments: [{ name: 'code', required: false }],
        enabled: false,
      },
      { name: 'all__plan', title: 'Plan', server: 'all', description: 'Plans.', arguments: [], enabled: false },
    ]);
    const resources = await pages(async (cursor) =>
      ResourceList.parse(await listResources(owner, slug, query(cursor))),
    );
    const same = { server: 'all', description: '', enabled: false };
    expect(resources.flatMap((page) => page.resources)).toEqual([
      { ...same, uri: long.uri, is_template: false, name: 'long', mime_type: 'text/plain' },
      { ...same, uri: 'test://static-text', is_template: false, name: 'text' },
      { ...same, uri: 'test://template/{id}/data', is_template: true, name: 'data' },
    ]);
    const stranger = await stage.person('Stranger');
    await expect(listPrompts(stranger, slug, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(listResources(stranger, slug, {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('asks for no list that the server did not announce, and forgets one that it announces no more', async () => {
    const { id, slug } = await workspace();
    const offer = everything();
    const fixture = await offering(offer);
    const server = await createServer(owner, slug, { name: 'Shrinks', url: fixture.url });
    offer.capabilities = { tools: {} };
    fixture.received.length = 0;
    expect(await risesBy(id, () => refreshServer(owner, slug, server.id))).toBe(1);
    const asked = fixture.received.map(({ message }) => message.method);
    expect(methods.filter((method) => asked.includes(method))).toEqual(['tools/list']);
    expect(await loaded(id)).toMatchObject([{ prompts: [], resources: [], resourceTemplates: [] }]);
    expect(await getServer(owner, slug, server.id)).toMatchObject({ prompt_count: 0, resource_count: 0, status: 'up' });
  });

  it('learns anew what a server can do when it comes back from an outage', async () => {
    const { id, slug } = await workspace();
    const offer = { ...everything(), capabilities: { tools: {} } };
    const server = await createServer(owner, slug, { name: 'Back', url: (await offering(offer)).url });
    expect(server).toMatchObject({ status: 'up', prompt_count: 0 });
    offer.failing = methods;
    await refreshCatalogue(owner, server.id);
    expect(await getServer(owner, slug, server.id)).toMatchObject({ status: 'down' });
    offer.failing = [];
    offer.capabilities = everything().capabilities as typeof offer.capabilities;
    await refreshCatalogue(owner, server.id);
    expect(await getServer(owner, slug, server.id)).toMatchObject({ status: 'up', prompt_count: 1 });
    expect(await loaded(id)).toMatchObject([{ prompts: [{ name: 'review' }] }]);
  });

  it('keeps the last good one of a list that fails, says which, and the others go on', async () => {
    const { id, slug } = await workspace();
    const offer = everything();
    const server = await createServer(owner, slug, { name: 'Half', url: (await offering(offer)).url });
    offer.failing = ['prompts/list'];
    offer.tools = [tool('one'), tool('two')];
    expect(await risesBy(id, () => refreshCatalogue(owner, server.id))).toBe(1);
    expect(await getServer(owner, slug, server.id)).toMatchObject({
      status: 'degraded',
      last_error:
        'Its prompts could not be read, so the last good list is served: ' +
        'The server refused to list its prompts (JSON-RPC -32603). Look at the log of the server.',
      tool_count: 2,
      prompt_count: 1,
    });
    expect(await loaded(id)).toMatchObject([
      { status: 'degraded', prompts: [{ name: 'review' }], tools: [{ name: 'one' }, { name: 'two' }] },
    ]);
    offer.failing = [];
    expect(await risesBy(id, () => refreshCatalogue(owner, server.id))).toBe(1);
    expect(await getServer(owner, slug, server.id)).toMatchObject({ status: 'up', last_error: null });
    offer.failing = methods;
    expect(await risesBy(id, () => refreshCatalogue(owner, server.id))).toBe(1);
    expect(await getServer(owner, slug, server.id)).toMatchObject({ status: 'down', tool_count: 2, prompt_count: 1 });
    expect(await loaded(id)).toMatchObject([{ status: 'down', tools: [{}, {}], resources: [{}] }]);
  });

  it('leaves a bad entry out and says so', async () => {
    const { id, slug } = await workspace();
    const offer = everything();
    offer.resources = [{ uri: 'not a uri', name: 'x' }, { uri: 'test://good', name: 'good' }, 7];
    const server = await createServer(owner, slug, { name: 'Odd', url: (await offering(offer)).url });
    expect(server).toMatchObject({
      status: 'degraded',
      last_error:
        '2 resources were left out: without a usable URI, repeated, or beyond the 2000 that a server may list.',
      resource_count: 1,
    });
    expect(await loaded(id)).toMatchObject([{ resources: [{ name: 'test://good' }] }]);
    offer.resources = [];
    offer.tools = [{ name: 'odd', inputSchema: { type: 'array' } }, tool('good')];
    await refreshCatalogue(owner, server.id);
    expect(await getServer(owner, slug, server.id)).toMatchObject({
      status: 'degraded',
      last_error:
        'One tool was left out: without a usable name or an input schema of type object, repeated, or beyond the 2000 that a server may list.',
      tool_count: 1,
    });
  });

  it('raises the revision exactly when a list, the words or the status change', async () => {
    const { id, slug } = await workspace();
    const offer = everything();
    const fixture = await offering(offer);
    const server = await createServer(owner, slug, { name: 'Live', url: fixture.url });
    const refresh = (reopen = false) => risesBy(id, () => refreshCatalogue(owner, server.id, { reopen }));
    expect(await refresh()).toBe(0);
    for (const list of ['tools', 'prompts', 'resources', 'resourceTemplates'] as const) {
      offer[list] = [];
      expect(await refresh()).toBe(1);
      expect(await refresh()).toBe(0);
    }
    offer.capabilities = { ...offer.capabilities, completions: {} };
    expect(await refresh(true)).toBe(1);
    const { status_since: since } = await getServer(owner, slug, server.id);
    await fixture.close();
    expect(await refresh()).toBe(1);
    const down = await getServer(owner, slug, server.id);
    expect(down.status_since).not.toBe(since);
    expect(await refresh()).toBe(0);
    const { status, status_since } = down;
    expect(await getServer(owner, slug, server.id)).toMatchObject({ status, status_since });
  });

  it('learns from calls that a server went down or came up, once per change', async () => {
    const { id, slug } = await workspace();
    const server = await createServer(owner, slug, { name: 'Told', url: (await offering(everything())).url });
    const failures: unknown[] = [];
    const log = { ...createLog('silent'), warn: (fact: unknown) => failures.push(fact) } as never;
    const report = createServerReporter(database.db, log);
    const statusOf = async () => {
      const { status, last_error } = await getServer(owner, slug, server.id);
      return [status, last_error];
    };
    const rises = (status: 'up' | 'down', words: string | null) =>
      risesBy(id, async () => {
        for (let call = 0; call < 5; call += 1) report(server.id, status, words);
        await expect.poll(statusOf, patience).toEqual([status, words]);
      });
    expect(await rises('up', null)).toBe(0);
    const { status_since: since } = await getServer(owner, slug, server.id);
    expect(await rises('down', 'Away.')).toBe(1);
    expect((await getServer(owner, slug, server.id)).status_since).not.toBe(since);
    expect(await rises('up', null)).toBe(1);
    expect(failures).toEqual([]);
  });

  it('a server without a prefix that comes to want the names of another is told, and so is who looks at it', async () => {
    const { slug } = await workspace();
    const first = await offering({ ...everything(), prompts: [] });
    await createServer(owner, slug, { name: 'First', prefix: '', url: first.url });
    const offer = { ...everything(), tools: [tool('own')] };
    const second = await createServer(owner, slug, { name: 'Second', prefix: '', url: (await offering(offer)).url });
    expect(second).toMatchObject({ status: 'up', enabled: true });
    offer.tools = [tool('one'), tool('own')];
    await refreshCatalogue(owner, second.id);
    const words =
      'Clients see one of its tools under another name, because a server of this workspace has that name already: one. ' +
      'Give this server a prefix.';
    expect(await getServer(owner, slug, second.id)).toMatchObject({ status: 'degraded', last_error: words });
    const { tools } = await listTools(owner, slug, {});
    expect(tools.map(({ name }) => name)).toEqual(['one', expect.stringMatching(/^one_[0-9a-f]{8}$/), 'own']);
    const late = await createServer(owner, slug, { name: 'Late', prefix: '', url: first.url });
    expect(late).toMatchObject({ status: 'degraded', last_error: words, enabled: true });
    expect(await updateServer(owner, slug, second.id, { prefix: 'second' })).toMatchObject({
      status: 'up',
      last_error: null,
    });
  });

  it('prompts that two servers would call the same are refused when one is turned on or loses its prefix', async () => {
    const { slug } = await workspace();
    const plain = await createServer(owner, slug, {
      name: 'Plain',
      prefix: '',
      url: (await offering(everything())).url,
    });
    const other = { ...everything(), tools: [] };
    const named = await createServer(owner, slug, { name: 'Named', url: (await offering(other)).url });
    const taken = expect.objectContaining({
      code: 'conflict',
      errors: [
        { path: 'prefix', message: 'The server Plain has a prompt review too. Choose a prefix that tells them apart.' },
      ],
    });
    await expect(updateServer(owner, slug, named.id, { prefix: '' })).rejects.toEqual(taken);
    await updateServer(owner, slug, plain.id, { enabled: false });
    await updateServer(owner, slug, named.id, { prefix: '' });
    await expect(updateServer(owner, slug, plain.id, { enabled: true })).rejects.toMatchObject({ code: 'conflict' });
  });
});
