import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { createToken } from '../tokens/create-token';
import { updateToken } from '../tokens/update-token';
import { deleteWorkspace } from '../workspaces/delete-workspace';
import { updateWorkspace } from '../workspaces/update-workspace';
import { exportAudit } from './export-audit';
import { listAudit } from './list-audit';
import { recordRefusal, refusalsPerHour } from './record-refusal';
import { verifyChains } from './verify-chains';

describe.each(testDatabases)('the audit log on $provider', ({ provider, open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let admin: PersonCtx;
  let member: PersonCtx;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    [owner, admin, member] = [await stage.person('Owner'), await stage.person('Admin'), await stage.person('Member')];
  });
  afterAll(() => database.drop());

  const workspace = () =>
    stage.workspace(`w-${newId()}`.slice(0, 30), [
      [owner, 'owner'],
      [admin, 'admin'],
      [member, 'member'],
    ]);
  const rename = (slug: string, name: string, ctx: PersonCtx = owner) => updateWorkspace(ctx, slug, { name });
  const faultOf = async (workspaceId: string) => {
    for await (const report of verifyChains(database.db, stage.parts.vault)) {
      if (report.chain === workspaceId) return report;
    }
    return undefined;
  };
  /** Changes the database as somebody does who owns it, triggers or not. */
  async function tamper(sql: string): Promise<void> {
    if (database.target.provider === 'postgres') {
      const client = new pg.Client(database.target.url);
      await client.connect();
      try {
        await client.query(`SET session_replication_role = replica; ${sql}`);
      } finally {
        await client.end();
      }
      return;
    }
    const kept = await database.db.$queryRaw<{ name: string; sql: string }[]>`
      SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'`;
    for (const { name } of kept) await database.db.$executeRawUnsafe(`DROP TRIGGER ${name}`);
    await database.db.$executeRawUnsafe(sql);
    for (const trigger of kept) await database.db.$executeRawUnsafe(trigger.sql);
  }

  it('every change has the next place in the chain of its workspace, also when twenty are made at once', async () => {
    const { id, slug } = await workspace();
    await Promise.all(Array.from({ length: 20 }, (_, n) => rename(slug, `Name ${n}`)));
    const { entries } = await listAudit(owner, slug, {});
    expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, n) => 20 - n));
    expect(await faultOf(id)).toMatchObject({ entries: 20, unsealed: 0, fault: null });
  });

  it('what happens together is on record in order, and a change that fails leaves nothing', async () => {
    const { id, slug } = await workspace();
    await rename(slug, 'Kept');
    await expect(rename(slug, 'x')).rejects.toHaveProperty('issues');
    await expect(deleteWorkspace(admin, slug)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await faultOf(id)).toMatchObject({ entries: 1, fault: null });
  });

  it('an update says what was before and what is after, and nothing of what it left alone', async () => {
    const { slug } = await workspace();
    const { token } = await createToken(owner, slug, { name: 'CI' });
    const asked = { ...owner, sender: { address: '192.0.2.7', userAgent: 'Agent/1'.padEnd(999, 'x') } };
    await updateToken(asked, slug, token.id, { name: 'CI Bot' });
    await updateToken(asked, slug, token.id, { name: 'CI Bot' });
    const { entries } = await listAudit(owner, slug, { action: 'token.update' });
    expect(entries).toMatchObject([
      {
        actor: { kind: 'user', id: owner.actor.id, name: 'Owner', email: owner.actor.email },
        target: { type: 'token', id: token.id },
        result: 'done',
        before: { name: 'CI' },
        after: { name: 'CI Bot' },
        address: '192.0.2.7',
        user_agent: expect.stringMatching(/^Agent\/1x{293}$/),
        request_id: owner.requestId,
      },
    ]);
  });

  it('no entry can be changed, deleted or truncated away through the database either', async () => {
    const { id, slug } = await workspace();
    await rename(slug, 'Once');
    const statements = [
      `UPDATE audit_entries SET details = '{}' WHERE workspace_id = '${id}'`,
      `DELETE FROM audit_entries WHERE workspace_id = '${id}'`,
      ...(provider === 'postgres' ? ['TRUNCATE audit_entries'] : []),
    ];
    for (const sql of statements) {
      await expect(database.db.$executeRawUnsafe(sql)).rejects.toThrow(/audit entries are never/);
    }
    expect(await faultOf(id)).toMatchObject({ entries: 1, fault: null });
  });

  it.each([
    [
      'a change of what was said',
      (id: string) => `UPDATE audit_entries SET after = '{"name":"X"}' WHERE workspace_id = '${id}' AND position = 2`,
      'Entry 2 is not as it was written',
    ],
    [
      'a change of who did it',
      (id: string) => `UPDATE audit_entries SET actor_id = NULL WHERE workspace_id = '${id}' AND position = 3`,
      'Entry 3 is not as it was written',
    ],
    [
      'an entry left out',
      (id: string) => `DELETE FROM audit_entries WHERE workspace_id = '${id}' AND position = 2`,
      'Entry 2 is missing',
    ],
    [
      'a seal taken off',
      (id: string) => `UPDATE audit_entries SET seal = NULL WHERE workspace_id = '${id}' AND position = 2`,
      'Entry 2 lost its seal',
    ],
    [
      'the oldest made to look older than seals are',
      (id: string) =>
        `UPDATE audit_entries SET seal = NULL, details = '{}' WHERE workspace_id = '${id}' AND position = 1`,
      'Entry 2 is not as it was written',
    ],
    [
      'the last entry cut off',
      (id: string) => `DELETE FROM audit_entries WHERE workspace_id = '${id}' AND position = 3`,
      'The last entries are missing, from 3 to 3',
    ],
    [
      'the last entry cut off together with the record of it',
      (id: string) =>
        `DELETE FROM audit_entries WHERE workspace_id = '${id}' AND position = 3;
         UPDATE audit_chains SET length = 2, seal = (SELECT seal FROM audit_entries WHERE workspace_id = '${id}' AND position = 2) WHERE key = '${id}'`,
      'It did not end with entry 2',
    ],
    [
      'an entry put in',
      (id: string) =>
        `INSERT INTO audit_entries (id, workspace_id, position, actor_kind, actor_id, action, target_type, target_id, details, "before", "after", result, address, user_agent, request_id, at, seal)
         SELECT '${newId()}', workspace_id, 4, actor_kind, actor_id, action, target_type, target_id, details, "before", "after", result, address, user_agent, request_id, at, seal FROM audit_entries WHERE workspace_id = '${id}' AND position = 3`,
      'Entries after 3 were put in',
    ],
    [
      'the end of the chain forgotten',
      (id: string) => `DELETE FROM audit_chains WHERE key = '${id}'`,
      'The record of how long it is was deleted',
    ],
  ])('whoever owns the database cannot hide %s', async (_, sql, fault) => {
    const { id, slug } = await workspace();
    for (const name of ['One', 'Two', 'Three']) await rename(slug, name);
    expect(await faultOf(id)).toMatchObject({ entries: 3, fault: null });
    for (const statement of sql(id).split(';')) await tamper(statement);
    expect((await faultOf(id))?.fault).toContain(fault);
  });

  it('entries from before there were seals are counted, and what comes after them is sealed', async () => {
    const { id, slug } = await workspace();
    for (const name of ['One', 'Two']) await rename(slug, name);
    await tamper(`UPDATE audit_entries SET seal = NULL WHERE workspace_id = '${id}'`);
    await tamper(`UPDATE audit_chains SET seal = '', proof = '' WHERE key = '${id}'`);
    await rename(slug, 'Three');
    expect(await faultOf(id)).toMatchObject({ entries: 3, unsealed: 2, fault: null });
  });

  it('what a member tried and may not do is on record, a bounded number of times an hour', async () => {
    const { slug } = await workspace();
    const refusal = await deleteWorkspace(member, slug).catch((error: unknown) => error);
    const attempt = 'DELETE /workspaces/{slug}';
    for (let n = 0; n < refusalsPerHour + 1; n += 1) await recordRefusal(member, slug, attempt, refusal as never);
    const { entries } = await listAudit(owner, slug, { result: 'refused', limit: 100 });
    expect(entries).toHaveLength(refusalsPerHour);
    expect(entries[0]).toMatchObject({ action: 'access.refuse', details: { attempt }, actor: { id: member.actor.id } });
    await recordRefusal(stage.later(member, 3_600_001), slug, attempt, refusal as never);
    expect((await listAudit(owner, slug, { result: 'refused', limit: 100 })).entries).toHaveLength(refusalsPerHour + 1);
  });

  it('filters narrow it, pages neither repeat nor skip, and only owners and admins read it', async () => {
    const { id, slug } = await workspace();
    const { token } = await createToken(owner, slug, { name: 'CI' });
    for (let n = 0; n < 4; n += 1) await rename(slug, `Name ${n}`, n % 2 ? owner : admin);
    const actions = async (filter: object) =>
      (await listAudit(admin, slug, filter)).entries.map(({ action }) => action);
    expect(await actions({ actor: admin.actor.id })).toEqual(['workspace.update', 'workspace.update']);
    expect(await actions({ action: 'token' })).toEqual(['token.create']);
    expect(await actions({ action: 'token.create', target: token.id })).toEqual(['token.create']);
    expect(await actions({ actor: 'system' })).toEqual([]);
    expect(await actions({ request_id: admin.requestId })).toHaveLength(2);
    expect(await actions({ to: owner.now.toISOString() })).toEqual([]);
    expect(await actions({ from: new Date(0).toISOString() })).toHaveLength(5);
    const seen: number[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await listAudit(owner, slug, { limit: 2, ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.entries.map(({ position }) => position));
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
    for (const query of [{ cursor: 'x' }, { cursor: 'LTE' }]) {
      await expect(listAudit(owner, slug, query)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await expect(listAudit(owner, slug, { action: 'a.b.c' })).rejects.toHaveProperty('issues');
    await expect(listAudit(member, slug, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listAudit(await stage.person('Stranger'), slug, {})).rejects.toMatchObject({ code: 'not_found' });
    expect(id).not.toBe(slug);
  });

  it('an export holds every entry that the list does, says itself that it was made, and ends for whoever is removed', async () => {
    const { slug } = await workspace();
    for (const name of ['One', 'Two', '=HYPERLINK("x")']) await rename(slug, name);
    const { columns, rows, filename } = await exportAudit(admin, slug, { action: 'workspace' }, 'csv');
    expect(filename).toMatch(/^w-[0-9a-f-]+-audit-\d{4}-\d\d-\d\d$/);
    const taken = [];
    for await (const row of rows) taken.push(row);
    expect(taken.map((row) => Object.keys(row).sort())).toEqual(taken.map(() => [...columns].sort()));
    const { entries } = await listAudit(owner, slug, { action: 'workspace' });
    expect(taken.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
    const made = await listAudit(owner, slug, { action: 'audit.export' });
    expect(made.entries).toMatchObject([{ details: { format: 'csv', action: 'workspace' } }]);

    const late = await exportAudit(admin, slug, {}, 'json');
    await database.db.member.updateMany({
      where: { userId: admin.actor.id, workspace: { slug } },
      data: { removedAt: new Date() },
    });
    await expect(late.rows[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_found' });
    await expect(exportAudit(member, slug, {}, 'json')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
