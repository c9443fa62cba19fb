import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createLog } from '../log';
import { createConnections } from './connections';
import { createServer } from './create-server';
import { deleteServer } from './delete-server';
import { getServer } from './get-server';
import { listServers } from './list-servers';
import { listTools } from './list-tools';
import { refreshAll } from './refresh-all';
import { refreshCatalogue } from './refresh-catalogue';
import { refreshServer } from './refresh-server';
import { Server, ServerList, ToolList } from './schemas';
import { type Fixture, json, legacyServer, loopbackGuard, type Respond, result, startFixture } from './server-fixture';
import { updateServer } from './update-server';

const notFound = expect.objectContaining({ code: 'not_found', message: 'There is nothing here, or it is not yours.' });
const forbidden = expect.objectContaining({ code: 'forbidden' });
const at = (path: string, code: string) =>
  expect.objectContaining({ code, errors: [expect.objectContaining({ path })] });
const secret = 'server-secret-7f3a';

const tool = (name: string, description = 'Does it.') => ({ name, description, inputSchema: { type: 'object' } });

describe.each(testDatabases)('servers on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let member: PersonCtx;
  let stranger: PersonCtx;
  let workspaces = 0;
  const fixtures: Fixture[] = [];

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    stage.parts.connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
    owner = await stage.person('Owner');
    member = await stage.person('Member');
    stranger = await stage.person('Stranger');
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
    return stage.workspace(`ws-${workspaces}`, [
      [owner, 'owner'],
      [member, 'member'],
    ]);
  };

  async function start(respond: Respond): Promise<Fixture> {
    const fixture = await startFixture(respond);
    fixtures.push(fixture);
    return fixture;
  }

  /** A server whose tools are what `tools` holds when it is asked. */
  const serving = (tools: { list: object[] }) =>
    start(legacyServer(({ message }, response) => json(response, 200, result(message, { tools: tools.list }))));

  const revisionOf = async (id: string) =>
    (await database.db.workspace.findUniqueOrThrow({ where: { id }, select: { revision: true } })).revision;

  it('a new server is connected, shown with its tools, and the gateway hears of it', async () => {
    const { id, slug } = await workspace();
    const { url } = await serving({ list: [tool('one'), tool('two')] });
    const before = await revisionOf(id);
    const server = Server.parse(await createServer(owner, slug, { name: 'My Tools!', url }));
    expect(server).toMatchObject({
      slug: 'my-tools',
      prefix: 'my-tools',
      name: 'My Tools!',
      url,
      enabled: true,
      status: 'up',
      last_error: null,
      protocol_version: '2025-11-25',
      server_info: { name: 'legacy-fixture', version: '1.0.0' },
      tool_count: 2,
      auth: { type: 'none' },
      timeout_ms: 60_000,
      connect_timeout_ms: 5_000,
      total_timeout_ms: 3_600_000,
      concurrency_max: 64,
    });
    expect(await revisionOf(id)).toBeGreaterThan(before);
    expect(await getServer(member, slug, server.id)).toEqual(server);
    expect(ServerList.parse(await listServers(member, slug, {}))).toEqual({ servers: [server], next_cursor: null });
    expect(ToolList.parse(await listTools(member, slug, {})).tools).toEqual(
      ['one', 'two'].map((name) => ({
        name: `my-tools__${name}`,
        server: 'my-tools',
        stable_name: `my-tools__${name}`,
        description: 'Does it.',
        input_schema: { type: 'object' },
        read_only: false,
        enabled: true,
      })),
    );
  });

  it('credentials reach the server, and nothing else ever shows them', async () => {
    const { id, slug } = await workspace();
    const fixture = await serving({ list: [tool('one')] });
    const bearer = await createServer(owner, slug, {
      name: 'Bearer',
      url: fixture.url,
      auth: { type: 'bearer', token: `Bearer ${secret}` },
    });
    expect(bearer.auth).toEqual({ type: 'bearer' });
    expect(fixture.received.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`);
    const headers = await createServer(owner, slug, {
      name: 'Headers',
      url: `${fixture.url}?key=${secret}`,
      auth: { type: 'headers', headers: { 'X-Key': secret, 'X-Team': secret } },
    });
    expect(headers.auth).toEqual({ type: 'headers', header_names: ['X-Key', 'X-Team'] });
    expect(fixture.received.at(-1)?.headers).toMatchObject({ 'x-key': secret, 'x-team': secret });

    const rows = await database.db.server.findMany({ where: { workspaceId: id }, omit: { url: true } });
    const shown = [
      bearer,
      await getServer(owner, slug, bearer.id),
      await refreshServer(owner, slug, bearer.id),
      await updateServer(owner, slug, bearer.id, { name: 'Renamed' }),
      (await listServers(owner, slug, {})).servers.map(({ url: _url, ...rest }) => rest),
      await listTools(owner, slug, {}),
      await auditOf(owner, id),
      rows,
    ];
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(JSON.stringify(shown.slice(0, -1))).not.toContain('authSealed');
  });

  it('credentials that are not sent stay; they never follow the address to another origin', async () => {
    const { id, slug } = await workspace();
    const first = await serving({ list: [] });
    const second = await serving({ list: [] });
    const auth = { type: 'bearer', token: secret } as const;
    const server = await createServer(owner, slug, { name: 'Moves', url: first.url, auth });
    await updateServer(owner, slug, server.id, { url: `${first.url}/v2` });
    expect(first.received.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`);
    await expect(updateServer(owner, slug, server.id, { url: second.url })).rejects.toEqual(
      at('auth', 'invalid_input'),
    );
    expect(second.received).toEqual([]);
    expect((await getServer(owner, slug, server.id)).url).toBe(`${first.url}/v2`);
    const moved = await updateServer(stage.later(owner, 1), slug, server.id, {
      url: second.url,
      auth: { type: 'headers', headers: { 'X-New': 'n' } },
    });
    expect(moved).toMatchObject({ url: second.url, status: 'up', auth: { type: 'headers', header_names: ['X-New'] } });
    for (const { headers } of second.received) {
      expect(headers['x-new']).toBe('n');
      expect(headers).not.toHaveProperty('authorization');
    }
    const rows = await auditOf(owner, id, 'server.update');
    expect(rows.map(({ details, after }) => [JSON.parse(details), JSON.parse(after ?? '')])).toEqual([
      [{ name: 'Moves' }, { url: `${first.url}/v2` }],
      [
        { name: 'Moves', credentials: 'renewed' },
        { url: second.url, auth: 'headers' },
      ],
    ]);
  });

  it('a server that fails is kept and says why; its last good list stays through later failures', async () => {
    const { slug } = await workspace();
    const down = await createServer(owner, slug, { name: 'Down', url: 'http://127.0.0.1:9/mcp' });
    expect(down).toMatchObject({ status: 'down', tool_count: 0, refreshed_at: null });
    expect(down.last_error).toBe(
      'Nothing listens at 127.0.0.1:9: the connection was refused. Start the server, or correct the port.',
    );
    const locked = await start((_received, response) => void response.writeHead(401).end(secret));
    expect(await createServer(owner, slug, { name: 'Locked', url: locked.url })).toMatchObject({
      status: 'needs_credentials',
      last_error: expect.stringContaining('asks for credentials (HTTP 401)'),
    });
    const fixture = await serving({ list: [tool('one')] });
    const server = await createServer(owner, slug, { name: 'Falls', url: fixture.url });
    await fixture.close();
    const after = await refreshServer(owner, slug, server.id);
    expect(after).toMatchObject({ status: 'down', tool_count: 1, refreshed_at: server.refreshed_at });
    expect((await listTools(owner, slug, {})).tools.map(({ name }) => name)).toEqual(['falls__one']);
  });

  it('the revision moves exactly when what the gateway serves does', async () => {
    const { id, slug } = await workspace();
    const tools = { list: [tool('one'), tool('two')] };
    const server = await createServer(owner, slug, { name: 'Live', url: (await serving(tools)).url });
    const refresh = async () => {
      const before = await revisionOf(id);
      await refreshCatalogue(owner, server.id);
      return (await revisionOf(id)) - before;
    };
    expect(await refresh()).toBe(0);
    tools.list = [tool('two'), tool('one')];
    expect(await refresh()).toBe(1);
    tools.list = [tool('two'), tool('one', 'Changed.')];
    expect(await refresh()).toBe(1);
    tools.list = [];
    expect(await refresh()).toBe(1);
    expect(await refresh()).toBe(0);
    const log = createLog('silent');
    tools.list = [tool('new')];
    await refreshAll({ ...stage.parts, log });
    expect((await listTools(owner, slug, {})).tools.map(({ name }) => name)).toEqual(['live__new']);
  });

  it('a refresh that was overtaken by an edit stores nothing', async () => {
    const { slug } = await workspace();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const slow = { isSlow: false };
    const old = await start(
      legacyServer(({ message }, response) => {
        const answer = () => json(response, 200, result(message, { tools: [tool('old')] }));
        if (!slow.isSlow) return answer();
        isAsked();
        void held.then(answer);
      }),
    );
    const server = await createServer(owner, slug, { name: 'Edited', url: old.url });
    slow.isSlow = true;
    const overtaken = refreshCatalogue(owner, server.id);
    await asked;
    await updateServer(owner, slug, server.id, { url: (await serving({ list: [tool('new')] })).url });
    release();
    await overtaken;
    expect((await listTools(owner, slug, {})).tools.map(({ name }) => name)).toEqual(['edited__new']);
    expect(await getServer(owner, slug, server.id)).toMatchObject({ status: 'up', tool_count: 1 });
  });

  it('many who refresh one server at once ask it once', async () => {
    const { slug } = await workspace();
    const fixture = await serving({ list: [tool('one')] });
    const server = await createServer(owner, slug, { name: 'Once', url: fixture.url });
    const before = fixture.received.length;
    await Promise.all(Array.from({ length: 10 }, () => refreshCatalogue(owner, server.id)));
    expect(fixture.received.length - before).toBe(1);
  });

  it('slugs and prefixes are taken, refused or proposed by the rules', async () => {
    const { slug } = await workspace();
    const { url } = await serving({ list: [tool('one')] });
    const first = await createServer(owner, slug, { name: 'GitHub', url });
    expect((await createServer(owner, slug, { name: 'GitHub', url })).slug).toBe('github-2');
    await expect(createServer(owner, slug, { name: 'x', slug: 'github', url })).rejects.toEqual(at('slug', 'conflict'));
    await expect(createServer(owner, slug, { name: 'x', prefix: 'github', url })).rejects.toEqual(
      at('prefix', 'conflict'),
    );
    await updateServer(owner, slug, first.id, { enabled: false });
    const heir = await createServer(owner, slug, { name: 'Heir', prefix: 'github', url });
    await expect(updateServer(owner, slug, first.id, { enabled: true })).rejects.toEqual(at('prefix', 'conflict'));
    await updateServer(owner, slug, heir.id, { prefix: '' });
    expect(await updateServer(owner, slug, first.id, { enabled: true })).toMatchObject({ enabled: true });
    await expect(updateServer(owner, slug, first.id, { prefix: '' })).rejects.toEqual(at('prefix', 'conflict'));
    const names = (await listTools(owner, slug, {})).tools.map(({ name }) => name);
    expect(names).toEqual(['github__one', 'github-2__one', 'one']);
  });

  it('how long a server is waited for and how much it is asked is set within bounds, and on record', async () => {
    const { id, slug } = await workspace();
    const { url } = await serving({ list: [] });
    const limits = { connect_timeout_ms: 500, total_timeout_ms: 86_400_000, concurrency_max: 1 };
    const server = await createServer(owner, slug, { name: 'Limits', url, ...limits });
    expect(server).toMatchObject(limits);
    const change = (input: object) => updateServer(owner, slug, server.id, input);
    const next = { connect_timeout_ms: 30_000, total_timeout_ms: 1_000, concurrency_max: 1_000 };
    expect(await change({ ...next, timeout_ms: 60_000 })).toMatchObject({ ...next, timeout_ms: 60_000 });
    for (const bad of [
      { connect_timeout_ms: 499 },
      { connect_timeout_ms: 30_001 },
      { total_timeout_ms: 999 },
      { total_timeout_ms: 86_400_001 },
      { concurrency_max: 0 },
      { concurrency_max: 1_001 },
      { concurrency_max: 1.5 },
    ]) {
      await expect(change(bad)).rejects.toHaveProperty('issues');
    }
    const [made, updated] = await auditOf(owner, id);
    expect([made?.action, JSON.parse(made?.details ?? '')]).toEqual(['server.create', expect.objectContaining(limits)]);
    expect(updated).toMatchObject({
      action: 'server.update',
      before: JSON.stringify(limits),
      after: JSON.stringify(next),
    });
  });

  it('two who add a server of one name at the same moment both get one', async () => {
    const { slug } = await workspace();
    const { url } = await serving({ list: [] });
    const both = await Promise.all([1, 2].map(() => createServer(owner, slug, { name: 'Same', url })));
    expect(both.map((server) => server.slug).sort()).toEqual(['same', 'same-2']);
  });

  it('what the rules refuse is named by its field and stores nothing', async () => {
    const { id, slug } = await workspace();
    const add = (more: object) => createServer(owner, slug, { name: 'Bad', url: 'http://127.0.0.1:9/', ...more });
    await expect(add({ url: 'http://10.0.0.1/' })).rejects.toEqual(at('url', 'invalid_input'));
    await expect(add({ url: 'aerostack:demo', auth: { type: 'bearer', token: 't' } })).rejects.toEqual(
      at('auth', 'invalid_input'),
    );
    const headers = [
      {},
      { Host: 'x' },
      { 'Transfer-Encoding': 'x' },
      { 'Mcp-Session-Id': 'x' },
      { 'X-A': 'x', 'x-a': 'y' },
    ];
    for (const one of [...headers, { 'X-A': 'line\nbreak' }, { 'bad name': 'x' }]) {
      await expect(add({ auth: { type: 'headers', headers: one } })).rejects.toHaveProperty('issues');
    }
    expect(await database.db.server.count({ where: { workspaceId: id } })).toBe(0);
    expect(await auditOf(owner, id)).toEqual([]);
  });

  it('tools come in pages, in the order of the gateway, those of disabled servers among them', async () => {
    const { slug } = await workspace();
    const { url } = await serving({ list: [tool('a'), tool('b.c'), tool('d')] });
    const first = await createServer(owner, slug, { name: 'First', url });
    await createServer(owner, slug, { name: 'Second', url });
    await updateServer(owner, slug, first.id, { enabled: false });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page: ToolList = await listTools(member, slug, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.tools.map(({ name, enabled }) => `${name} ${enabled}`));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual([
      'first__a false',
      'first__b_c false',
      'first__d false',
      'second__a true',
      'second__b_c true',
      'second__d true',
    ]);
    await expect(listTools(member, slug, { cursor: 'made-up' })).rejects.toEqual(at('cursor', 'invalid_input'));
  });

  it('the demo server works without any network', async () => {
    const { slug } = await workspace();
    const server = await createServer(owner, slug, { name: 'Demo', url: 'aerostack:demo' });
    expect(server).toMatchObject({
      status: 'up',
      tool_count: 3,
      protocol_version: '2026-07-28',
      url: 'aerostack:demo',
    });
    expect((await listTools(owner, slug, {})).tools.map(({ name }) => name)).toEqual([
      'demo__echo',
      'demo__add',
      'demo__server_time',
    ]);
  });

  it('each deed leaves exactly one audit row', async () => {
    const { id, slug } = await workspace();
    const { url } = await serving({ list: [] });
    const server = await createServer(owner, slug, { name: 'Audited', url });
    await updateServer(stage.later(owner, 1), slug, server.id, { name: 'Renamed' });
    await updateServer(stage.later(owner, 2), slug, server.id, { name: 'Renamed' });
    await updateServer(stage.later(owner, 3), slug, server.id, { enabled: false });
    await updateServer(stage.later(owner, 4), slug, server.id, { enabled: true });
    await refreshServer(stage.later(owner, 5), slug, server.id);
    await deleteServer(stage.later(owner, 6), slug, server.id);
    const rows = await auditOf(owner, id);
    expect(rows.map(({ action }) => action)).toEqual([
      'server.create',
      'server.update',
      'server.disable',
      'server.enable',
      'server.delete',
    ]);
    for (const row of rows)
      expect(row).toMatchObject({ actorId: owner.actor.id, targetId: server.id, targetType: 'server' });
    expect(JSON.parse(rows[0]?.details ?? '')).toEqual({
      name: 'Audited',
      slug: 'audited',
      url,
      prefix: 'audited',
      auth: 'none',
    });
  });

  it('a server that is removed is gone with its tools and for the gateway', async () => {
    const { id, slug } = await workspace();
    const server = await createServer(owner, slug, { name: 'Gone', url: (await serving({ list: [tool('one')] })).url });
    const before = await revisionOf(id);
    await deleteServer(owner, slug, server.id);
    expect(await revisionOf(id)).toBe(before + 1);
    expect(await database.db.catalogueEntry.count({ where: { serverId: server.id } })).toBe(0);
    await expect(getServer(owner, slug, server.id)).rejects.toEqual(notFound);
    await expect(deleteServer(owner, slug, server.id)).rejects.toEqual(notFound);
    expect(await revisionOf(id)).toBe(before + 1);
  });

  it('members may look but not touch; strangers and other workspaces find nothing', async () => {
    const { slug } = await workspace();
    const other = await stage.workspace(`other-${workspaces}`, [[stranger, 'owner']]);
    const { url } = await serving({ list: [] });
    const { id } = await createServer(owner, slug, { name: 'Kept', url });
    const touch = (ctx: PersonCtx, where: string) => [
      () => createServer(ctx, where, { name: 'New', url }),
      () => updateServer(ctx, where, id, { name: 'New' }),
      () => refreshServer(ctx, where, id),
      () => deleteServer(ctx, where, id),
    ];
    for (const act of touch(member, slug)) await expect(act()).rejects.toEqual(forbidden);
    const look = (ctx: PersonCtx) => [
      () => listServers(ctx, slug, {}),
      () => getServer(ctx, slug, id),
      () => listTools(ctx, slug, {}),
    ];
    for (const act of [...touch(stranger, slug), ...look(stranger)]) await expect(act()).rejects.toEqual(notFound);
    for (const act of [...touch(stranger, other.slug).slice(1), () => getServer(stranger, other.slug, id)]) {
      await expect(act()).rejects.toEqual(notFound);
    }
    await expect(getServer(owner, slug, 'a\0b')).rejects.toEqual(notFound);
    expect(await getServer(owner, slug, id)).toMatchObject({ name: 'Kept' });
  });
});
