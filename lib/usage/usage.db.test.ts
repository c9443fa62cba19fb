import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import type { CallRecord } from '../gateway/deps';
import { createToken } from '../tokens/create-token';
import { updateWorkspace } from '../workspaces/update-workspace';
import { countOldCalls } from './count-old-calls';
import { exportUsage } from './export-usage';
import { getUsage } from './get-usage';
import { getUsageOverview } from './get-usage-overview';
import { makeSpans } from './make-spans';
import { purgeUsage } from './purge-usage';
import { dayMs, hourMs } from './rollup';
import { Usage, UsageOverview, type UsageQuery } from './schemas';
import { openTestSink, testCall } from './test-writer';
import { toCallRow } from './usage-batch';
import type { UsageSink } from './usage-queue';

const notFound = expect.objectContaining({ code: 'not_found' });
const forbidden = expect.objectContaining({ code: 'forbidden' });

describe.each(testDatabases)('usage on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let sink: UsageSink;
  let owner: PersonCtx;
  let member: PersonCtx;
  let stranger: PersonCtx;
  let workspaceId: string;
  let batch = 0;
  const ids = { owner: '', member: '', ownToken: '', bot: '', theirs: '' };
  /** Noon, so that an hour before and after are the same day. */
  const now = new Date(Math.floor(Date.now() / dayMs) * dayMs + 12 * hourMs);
  const at = (daysAgo: number, hours = 0) => now.getTime() - daysAgo * dayMs + hours * hourMs;

  const write = async (calls: Partial<CallRecord>[]) => {
    batch += 1;
    const rows = calls.map((call) => toCallRow({ ...testCall, workspaceId, ...call }));
    const mark = { id: 'test', batch, position: '' };
    await sink.write({ mark, calls: rows, payloads: [], uncounted: [], refusals: [], touches: [] });
  };
  const ask = async (ctx: PersonCtx, query: UsageQuery) =>
    Usage.parse(await getUsage(stage.later(ctx, now.getTime() - ctx.now.getTime()), 'acme', query));
  const range = { from: new Date(at(40)).toISOString(), to: new Date(at(-1)).toISOString() };
  const counted = (usage: Usage) => usage.groups.map(({ name, calls }) => [name, calls]);

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    sink = openTestSink(database);
    [owner, member, stranger] = [
      await stage.person('Owner'),
      await stage.person('Mia'),
      await stage.person('Stranger'),
    ];
    const made = await stage.workspace('acme', [
      [owner, 'owner'],
      [member, 'member'],
    ]);
    workspaceId = made.id;
    const rows = await database.db.member.findMany({ where: { workspaceId } });
    ids.owner = rows.find(({ userId }) => userId === owner.actor.id)?.id ?? '';
    ids.member = rows.find(({ userId }) => userId === member.actor.id)?.id ?? '';
    ids.ownToken = (await createToken(owner, 'acme', { name: 'Mine' })).token.id;
    ids.bot = (await createToken(owner, 'acme', { name: 'Bot', member_id: null })).token.id;
    ids.theirs = (await createToken(member, 'acme', { name: 'Laptop' })).token.id;
    const mia = { tokenId: ids.theirs, memberId: ids.member };
    const own = { tokenId: ids.ownToken, memberId: ids.owner };
    await write([
      { ...mia, atMs: at(0), serverUs: 10_000 },
      { ...mia, atMs: at(0, -1), serverUs: 20_000, outcome: 'tool_error' },
      { ...mia, atMs: at(20), serverUs: 30_000, tool: 'search__other' },
      { ...own, atMs: at(1), serverUs: 40_000, client: 'codex' },
      { ...own, atMs: at(39), serverUs: 40_000, serverId: 's2', tool: 'git__log' },
      { tokenId: ids.bot, memberId: null, atMs: at(2), serverUs: 50_000 },
    ]);
    await sink.write({
      mark: { id: 'refusals', batch: 1, position: '' },
      calls: [],
      payloads: [],
      uncounted: [],
      refusals: [[workspaceId, ids.theirs, ids.member, 'limited', 4, at(0)]],
      touches: [],
    });
  });
  afterAll(async () => {
    await sink.close();
    await database.drop();
  });

  const answers = () => ({
    member: async () =>
      expect(counted(await ask(owner, { ...range, group_by: 'member' }))).toEqual([
        ['Mia', 7],
        ['Owner', 2],
        [null, 1],
      ]),
    token: async () =>
      expect(counted(await ask(owner, { ...range, group_by: 'token' }))).toEqual([
        ['Laptop', 7],
        ['Mine', 2],
        ['Bot', 1],
      ]),
    tool: async () =>
      expect(counted(await ask(owner, { ...range, group_by: 'tool' }))).toEqual([
        ['search__find', 4],
        ['git__log', 1],
        ['search__other', 1],
      ]),
    server: async () =>
      expect((await ask(owner, { ...range, group_by: 'server' })).groups.map(({ id, calls }) => [id, calls])).toEqual([
        ['s', 5],
        ['s2', 1],
      ]),
    day: async () => {
      const { groups, totals } = await ask(owner, { ...range, group_by: 'day' });
      expect(groups.map(({ id, calls }) => [id?.slice(0, 10), calls])).toEqual(
        [39, 20, 2, 1, 0].map((ago) => [new Date(at(ago)).toISOString().slice(0, 10), ago === 0 ? 6 : 1]),
      );
      expect(totals).toMatchObject({
        calls: 10,
        outcomes: { ok: 5, tool_error: 1, limited: 4 },
        success_rate: 5 / 6,
        last_client: 'claude-code',
      });
      expect(Math.abs((totals.server_ms?.p50 ?? 0) / 30 - 1)).toBeLessThan(0.1);
      expect(Math.abs((totals.server_ms?.p95 ?? 0) / 50 - 1)).toBeLessThan(0.1);
    },
    filters: async () => {
      expect(counted(await ask(owner, { ...range, group_by: 'tool', member: ids.member }))).toEqual([
        ['search__find', 2],
        ['search__other', 1],
      ]);
      expect(counted(await ask(owner, { ...range, group_by: 'member', tool: 'search__find' }))).toEqual([
        ['Mia', 2],
        [null, 1],
        ['Owner', 1],
      ]);
      expect(counted(await ask(owner, { ...range, group_by: 'token', member: ids.member }))).toEqual([['Laptop', 7]]);
      expect((await ask(owner, { ...range, group_by: 'day', server: 's2' })).totals.calls).toBe(1);
      expect((await ask(owner, { ...range, group_by: 'tool', token: ids.ownToken, server: 's2' })).totals.calls).toBe(
        1,
      );
    },
  });

  it('answers by member, token, tool, server and day, and narrowed to each of them', async () => {
    for (const check of Object.values(answers())) await check();
    const hours = await ask(owner, {
      from: new Date(at(0, -2)).toISOString(),
      to: new Date(at(0, 1)).toISOString(),
      group_by: 'hour',
    });
    expect(hours.groups.map(({ calls }) => calls)).toEqual([1, 5]);
  });

  it('what is made of hours, and of what was made of them, answers the same as they did, and is made once', async () => {
    const weekOf = (atMs: number) => Math.floor(atMs / (7 * dayMs));
    const weeks = weekOf(at(0, -12)) - weekOf(at(39));
    // From noon of the first day to six of the last: the one up to this very moment waits.
    expect(await makeSpans(database.db, now)).toBe(38.75 * 4 + 39 + weeks);
    for (const check of Object.values(answers())) await check();
    expect(await makeSpans(database.db, now)).toBe(0);
    expect((await database.db.usageDay.findFirst({ orderBy: { at: 'desc' } }))?.at.getTime()).toBeLessThan(at(0, -12));
  });

  it('members see their own numbers and nobody else’s', async () => {
    for (const group_by of ['member', 'token', 'tool', 'day'] as const) {
      const { totals, groups } = await ask(member, { ...range, group_by });
      expect(totals.calls).toBe(7);
      expect(groups.reduce((sum, group) => sum + group.calls, 0)).toBe(group_by === 'tool' ? 3 : 7);
    }
    await expect(ask(member, { group_by: 'tool', member: ids.owner })).rejects.toEqual(notFound);
    await expect(ask(member, { group_by: 'tool', token: ids.ownToken })).rejects.toEqual(notFound);
    await expect(ask(stranger, { group_by: 'day' })).rejects.toEqual(notFound);
  });

  it('where a workspace shows counts only, owners see of others how much and when last, and everything of their own and of bots', async () => {
    await updateWorkspace(owner, 'acme', { usage_detail: 'counts' });
    const members = await ask(owner, { ...range, group_by: 'member' });
    expect(
      members.groups.map(({ name, calls, server_ms, last_client }) => [name, calls, server_ms === null, last_client]),
    ).toEqual([
      ['Mia', 7, true, null],
      ['Owner', 2, false, 'codex'],
      [null, 1, false, 'claude-code'],
    ]);
    for (const group_by of ['tool', 'server', 'hour', 'day'] as const) {
      await expect(ask(owner, { group_by, member: ids.member })).rejects.toEqual(forbidden);
      await expect(ask(owner, { group_by, token: ids.theirs })).rejects.toEqual(forbidden);
      expect(
        (
          await ask(owner, {
            ...range,
            group_by,
            member: ids.owner,
            ...(group_by === 'hour' ? { from: new Date(at(2)).toISOString() } : {}),
          })
        ).totals.calls,
      ).toBe(group_by === 'hour' ? 1 : 2);
    }
    await expect(ask(owner, { group_by: 'member', tool: 'search__find' })).rejects.toEqual(forbidden);
    await expect(ask(owner, { group_by: 'token', server: 's' })).rejects.toEqual(forbidden);
    const hour = { from: new Date(at(0, -1)).toISOString(), to: new Date(at(0)).toISOString() };
    expect((await ask(owner, { ...hour, group_by: 'member' })).from).toBe(new Date(at(0, -12)).toISOString());
    expect((await ask(owner, { ...range, group_by: 'tool' })).totals.calls).toBe(10);
    expect((await ask(member, { ...range, group_by: 'tool' })).totals.calls).toBe(7);
    await updateWorkspace(owner, 'acme', { usage_detail: 'full' });
  });

  it('the overview is of today, this week and this month', async () => {
    const ctx = stage.later(owner, now.getTime() - owner.now.getTime());
    const { today, week, month } = UsageOverview.parse(await getUsageOverview(ctx, 'acme'));
    expect(today).toMatchObject({ calls: 6, active_tokens: 1 });
    expect(week.calls).toBeGreaterThanOrEqual(today.calls);
    expect(month.from.slice(8, 10)).toBe('01');
  });

  it('an export has the groups as the page has them, and is on record before it leaves', async () => {
    const ctx = stage.later(owner, now.getTime() - owner.now.getTime());
    const { columns, rows, filename } = await exportUsage(ctx, 'acme', { ...range, group_by: 'tool' }, 'csv');
    const found: Record<string, unknown>[] = [];
    for await (const row of rows) found.push(row);
    expect(found.map(({ id, calls, tool_error }) => [id, calls, tool_error])).toEqual([
      ['search__find', 4, 1],
      ['git__log', 1, 0],
      ['search__other', 1, 0],
    ]);
    expect(columns.every((column) => column in (found[0] ?? {}))).toBe(true);
    expect(filename).toContain('acme-usage-by-tool');
    const [entry] = await auditOf(owner, workspaceId, 'usage.export');
    expect(JSON.parse(entry?.details ?? '')).toMatchObject({ format: 'csv', group_by: 'tool' });
  });

  it('calls from before there were hours are counted once, by however many instances', async () => {
    const old = { workspaceId: 'before', tokenId: 't', memberId: null };
    const rows = Array.from({ length: 4500 }, (_, n) =>
      toCallRow({ ...testCall, ...old, atMs: at(9) + n, requestId: `${n}` }),
    );
    await database.db.call.createMany({
      data: rows.map(([id, , , , serverId, tool, outcome, gatewayUs, serverUs, client, requestId, atMs]) => ({
        ...{ id, ...old, serverId, tool, outcome, gatewayUs, serverUs, client, requestId, at: new Date(atMs) },
      })),
    });
    const [first, last] = [rows[0]?.[0] ?? '', rows.at(-1)?.[0] ?? ''];
    await database.db.usageMark.create({
      data: { id: 'backfill', batch: 0, position: first.slice(0, 14), until: last, at: now },
    });
    // Not before they are counted.
    expect(await purgeUsage({ db: database.db, env: { callRetentionDays: 1 } }, now)).toBe(2);
    const other = openTestSink(database);
    const work = async (own: UsageSink) => {
      while (await countOldCalls(database.db, own));
    };
    await Promise.all([work(sink), work(other)]);
    await other.close();
    const hours = await database.db.usageHour.findMany({ where: { workspaceId: 'before', slice: 'all' } });
    expect(hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(4500);
  });

  it('old calls go in small batches, and what they came to stays', async () => {
    const removed = await purgeUsage({ db: database.db, env: { callRetentionDays: 5 } }, now);
    expect(removed).toBe(4500);
    expect(await database.db.call.count({ where: { at: { lt: new Date(at(5)) } } })).toBe(0);
    await answers().tool();
    expect((await ask(owner, { ...range, group_by: 'day' })).totals.calls).toBe(10);
    await purgeUsage({ db: database.db, env: { callRetentionDays: 5 } }, new Date(now.getTime() + 100 * dayMs));
    // Hours that no day was made of are still there.
    expect(await database.db.usageHour.count()).toBeGreaterThan(0);
    await answers().tool();
    await purgeUsage({ db: database.db, env: { callRetentionDays: 5 } }, new Date(now.getTime() + 800 * dayMs));
    expect(await database.db.usageDay.count()).toBe(0);
  });
});
