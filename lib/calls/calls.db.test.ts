import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { removeMember } from '../members/remove-member';
import { createToken } from '../tokens/create-token';
import { exportCalls } from './export-calls';
import { getCall } from './get-call';
import { listCalls } from './list-calls';
import { Call, CallExportRow, CallList, type CallQuery } from './schemas';

const nothing = expect.objectContaining({ code: 'not_found', message: 'There is nothing here, or it is not yours.' });
/** Every row of a file. */
async function readAll<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const startMs = Date.UTC(2026, 10, 1);

describe.each(testDatabases)('calls on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let ada: PersonCtx;
  let stranger: PersonCtx;
  let slug: string;
  let workspaceId: string;
  let count = 0;
  const memberIds = new Map<PersonCtx, string>();

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    owner = await stage.person('Olga');
    ada = await stage.person('Ada');
    stranger = await stage.person('Eve');
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    slug = `log-${++count}`;
    workspaceId = (
      await stage.workspace(slug, [
        [owner, 'owner'],
        [ada, 'member'],
      ])
    ).id;
    for (const person of [owner, ada]) {
      const where = { workspaceId_userId: { workspaceId, userId: person.actor.id } };
      memberIds.set(person, (await database.db.member.findUniqueOrThrow({ where })).id);
    }
  });

  const memberOf = (person: PersonCtx) => memberIds.get(person) as string;
  const detail = (usageDetail: string) =>
    database.db.workspace.update({ where: { id: workspaceId }, data: { usageDetail } });

  /** One call a second, oldest first; the ids that they got. */
  async function calls(...wanted: { of?: PersonCtx; tool?: string; [column: string]: unknown }[]): Promise<string[]> {
    const rows = wanted.map(({ of: person, ...columns }, index) => ({
      id: newId(startMs + index * 1000),
      workspaceId,
      tokenId: 'token',
      memberId: person === undefined ? null : memberOf(person),
      serverId: null,
      tool: 'demo__add',
      outcome: 'ok',
      gatewayUs: 120,
      serverUs: 4500,
      client: null,
      requestId: `r-${index}`,
      at: new Date(startMs + index * 1000),
      ...columns,
    }));
    await database.db.call.createMany({ data: rows });
    return rows.map(({ id }) => id);
  }

  const list = async (ctx: PersonCtx, query: CallQuery = {}) => CallList.parse(await listCalls(ctx, slug, query));
  const idsOf = async (ctx: PersonCtx, query: CallQuery = {}) => (await list(ctx, query)).calls.map(({ id }) => id);

  it('each filter finds its calls and no others, alone and together', async () => {
    const [first, second, third, fourth] = await calls(
      { of: ada, tokenId: 't1', serverId: 's1', tool: 'a__x', client: 'claude-code 2.1', requestId: 'abc-1' },
      { of: owner, tokenId: 't2', serverId: 's1', tool: 'a__y', client: 'claude-code', outcome: 'timeout' },
      { tokenId: 't3', serverId: 's2', tool: 'b__x', client: 'claude-code-beta 1', outcome: 'tool_error' },
      { of: ada, tokenId: 't1', serverId: 's2', tool: 'a__x', outcome: 'timeout' },
    );
    const found = (query: CallQuery) => idsOf(owner, query);
    expect(await found({})).toEqual([fourth, third, second, first]);
    expect(await found({ member: memberOf(ada) })).toEqual([fourth, first]);
    expect(await found({ member: 'none' })).toEqual([third]);
    expect(await found({ token: 't2' })).toEqual([second]);
    expect(await found({ server: 's1' })).toEqual([second, first]);
    expect(await found({ tool: 'a__x' })).toEqual([fourth, first]);
    expect(await found({ outcome: 'timeout' })).toEqual([fourth, second]);
    expect(await found({ outcome: 'failed' })).toEqual([fourth, third, second]);
    expect(await found({ client: 'claude-code' })).toEqual([second, first]);
    expect(await found({ client: 'claude-code 2.1' })).toEqual([first]);
    expect(await found({ request_id: 'abc-1' })).toEqual([first]);
    expect(await found({ member: memberOf(ada), tool: 'a__x', outcome: 'failed', server: 's2' })).toEqual([fourth]);
    expect(await found({ tool: 'a__' })).toEqual([]);
    const at = (seconds: number) => new Date(startMs + seconds * 1000).toISOString();
    expect(await found({ from: at(1), to: at(3) })).toEqual([third, second]);
  });

  it('pages neither skip nor repeat, also while calls arrive', async () => {
    const ids = await calls(...Array.from({ length: 7 }, () => ({})));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: CallList = await list(owner, { limit: 3, ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.calls.map(({ id }) => id));
      cursor = page.next_cursor;
      await database.db.call.create({
        data: {
          id: newId(),
          workspaceId,
          tokenId: 't',
          tool: 'late',
          outcome: 'ok',
          gatewayUs: 1,
          serverUs: 1,
          requestId: 'late',
          at: new Date(),
        },
      });
    } while (cursor !== null);
    expect(seen).toEqual([...ids].reverse());
  });

  it('a rare call is found, page by page, however many others lie before it', async () => {
    const [rare] = await calls({ tool: 'rare' });
    const others = Array.from({ length: 20_500 }, (_, index) => ({
      id: newId(startMs + 5000 + index),
      workspaceId,
      tokenId: 't',
      tool: 'common',
      outcome: 'ok',
      gatewayUs: 1,
      serverUs: 1,
      requestId: 'r',
      at: new Date(startMs + 5000 + index),
    }));
    for (let at = 0; at < others.length; at += 2000) {
      await database.db.call.createMany({ data: others.slice(at, at + 2000) });
    }
    const first = await list(owner, { tool: 'rare' });
    expect(first).toMatchObject({ calls: [], next_cursor: expect.any(String), searched_to: expect.any(String) });
    const second = await list(owner, { tool: 'rare', cursor: first.next_cursor ?? '' });
    expect(second).toMatchObject({ calls: [{ id: rare }], next_cursor: null, searched_to: null });
    const exported = await exportCalls(owner, slug, { tool: 'rare' }, 'json');
    expect(await readAll(exported.rows)).toMatchObject([{ id: rare }]);
  }, 60_000);

  it('a call says who, with which token, on which server, and how long it took; what is gone has no name', async () => {
    const { token } = await createToken(ada, slug, { name: 'Laptop' });
    const [first, second] = await calls({ of: ada, tokenId: token.id }, { of: ada, serverId: newId() });
    const [gone, known] = (await list(owner)).calls;
    expect(known).toMatchObject({
      id: first,
      at: new Date(startMs).toISOString(),
      member: { id: memberOf(ada), name: 'Ada' },
      token: { id: token.id, name: 'Laptop', hint: token.hint },
      server: null,
      server_ms: 4.5,
      gateway_ms: 0.12,
      request_id: 'r-0',
    });
    expect(gone).toMatchObject({ id: second, token: null, server: null });
    expect(Call.parse(await getCall(owner, slug, first as string))).toEqual(known);
  });

  it('a member reads their own calls only, by list, by id and as a file', async () => {
    const [own, others, bots] = await calls({ of: ada }, { of: owner }, {});
    expect(await idsOf(ada)).toEqual([own]);
    expect(await idsOf(ada, { member: memberOf(owner) })).toEqual([]);
    expect(await idsOf(ada, { member: 'none' })).toEqual([]);
    await getCall(ada, slug, own as string);
    for (const id of [others, bots, 'x\0', newId()]) {
      await expect(getCall(ada, slug, id as string)).rejects.toEqual(nothing);
    }
    const { rows } = await exportCalls(ada, slug, {}, 'csv');
    expect(await readAll(rows)).toMatchObject([{ id: own }]);
  });

  it('where only counts are seen of others, owners read their own calls and those of bots', async () => {
    const [hidden, own, bots] = await calls({ of: ada }, { of: owner }, {});
    await detail('counts');
    expect(await idsOf(owner)).toEqual([bots, own]);
    expect(await idsOf(owner, { member: memberOf(ada) })).toEqual([]);
    expect(await idsOf(owner, { request_id: 'r-0' })).toEqual([]);
    await expect(getCall(owner, slug, hidden as string)).rejects.toEqual(nothing);
    const { rows } = await exportCalls(owner, slug, {}, 'json');
    expect((await readAll(rows)).map(({ id }) => id)).toEqual([bots, own]);
    expect(await idsOf(ada)).toEqual([hidden]);
  });

  it('nobody else learns that there is a workspace, and calls of one are in no other', async () => {
    const [id] = await calls({ of: owner });
    await expect(listCalls(stranger, slug, {})).rejects.toEqual(nothing);
    await expect(getCall(stranger, slug, id as string)).rejects.toEqual(nothing);
    await expect(exportCalls(stranger, slug, {}, 'csv')).rejects.toEqual(nothing);
    await stage.workspace(`${slug}-b`, [[owner, 'owner']]);
    expect((await listCalls(owner, `${slug}-b`, {})).calls).toEqual([]);
    await expect(getCall(owner, `${slug}-b`, id as string)).rejects.toEqual(nothing);
  });

  it('an export is on record, with what was asked for, before its first row is read', async () => {
    await calls({ of: ada, tool: '=cmd' });
    const table = await exportCalls(owner, slug, { outcome: 'ok' }, 'csv');
    const [entry] = await auditOf(owner, workspaceId, 'calls.export');
    expect(entry).toMatchObject({ actorId: owner.actor.id, targetType: 'workspace', targetId: workspaceId });
    expect(JSON.parse(entry?.details ?? '')).toEqual({ format: 'csv', outcome: 'ok' });
    const [row] = await readAll(table.rows);
    expect(CallExportRow.parse(row)).toMatchObject({ tool: '=cmd', member_name: 'Ada' });
    expect(new Set(table.columns)).toEqual(new Set(Object.keys(CallExportRow.shape)));
  });

  it('who is removed while a file is read gets no further page of it', async () => {
    await calls(...Array.from({ length: 1500 }, () => ({ of: ada })));
    const { rows } = await exportCalls(ada, slug, {}, 'json');
    await rows[Symbol.asyncIterator]().next();
    await removeMember(owner, slug, memberOf(ada));
    await expect(readAll(rows)).rejects.toEqual(nothing);
  });
});
