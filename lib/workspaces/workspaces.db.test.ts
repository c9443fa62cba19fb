import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { readMe } from '../account/read-me';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { listMembers } from '../members/list-members';
import { MemberList } from '../members/schemas';
import { createToken } from '../tokens/create-token';
import { createWorkspace } from './create-workspace';
import { deleteWorkspace } from './delete-workspace';
import { getWorkspace } from './get-workspace';
import { listWorkspaces } from './list-workspaces';
import { Workspace } from './schemas';
import { updateWorkspace } from './update-workspace';

const notFound = expect.objectContaining({ code: 'not_found' });
const forbidden = expect.objectContaining({ code: 'forbidden' });

describe.each(testDatabases)('workspaces on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let admin: PersonCtx;
  let member: PersonCtx;
  let stranger: PersonCtx;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    [owner, admin] = [await stage.person('Owner'), await stage.person('Admin')];
    [member, stranger] = [await stage.person('Member'), await stage.person('Stranger')];
  });
  afterAll(() => database.drop());

  const staffed = (slug: string) =>
    stage.workspace(slug, [
      [owner, 'owner'],
      [admin, 'admin'],
      [member, 'member'],
    ]);

  it('who makes a workspace owns it, under the slug that its name proposes', async () => {
    const made = Workspace.parse(await createWorkspace(owner, { name: 'Äcme Tools!', description: 'All of it' }));
    expect(made).toMatchObject({ slug: 'acme-tools', role: 'owner', member_count: 1, server_count: 0, token_count: 0 });
    expect(made.gateway_url).toBe('http://127.0.0.1:4250/ws/acme-tools');
    expect(await getWorkspace(owner, 'acme-tools')).toEqual(made);
    expect((await auditOf(owner, made.id)).map((row) => row.action)).toEqual(['workspace.create']);
  });

  it('ten who take one slug at once: one gets it, nine are told that it is taken', async () => {
    const tries = Array.from({ length: 10 }, () => createWorkspace(owner, { name: 'Raced', slug: 'raced' }));
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
    expect(refused).toEqual(Array.from({ length: 9 }, () => expect.objectContaining({ code: 'conflict' })));
  });

  it('ten of one name at once get ten slugs', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => createWorkspace(owner, { name: 'Crowd' })));
    expect(made.map(({ slug }) => slug).sort()).toEqual(
      ['crowd', ...Array.from({ length: 9 }, (_, n) => `crowd-${n + 2}`)].sort(),
    );
  });

  it.each([
    ['a name without a usable letter', { name: '雨の日' }, 'workspace'],
    ['a name that is a reserved word', { name: 'Settings' }, 'settings-2'],
    ['a name longer than a slug', { name: 'x'.repeat(60) }, 'x'.repeat(40)],
    ['the same once more', { name: 'x'.repeat(60) }, `${'x'.repeat(38)}-2`],
  ])('%s still gets a slug', async (_, input, slug) => {
    expect(await createWorkspace(owner, input)).toMatchObject({ slug });
  });

  it.each([
    { name: 'x' },
    { name: 'ok', slug: 'A' },
    { name: 'ok', slug: 'new' },
    { name: 'ok', slug: 'a_b' },
    { name: 'ok', owner: 'x' },
  ])('%j makes no workspace', async (input) => {
    await expect(createWorkspace(owner, input)).rejects.toMatchObject({ name: 'ZodError' });
  });

  it('a change of name reaches the gateway: the revision rises in the same transaction', async () => {
    const { id } = await staffed('renamed');
    const before = await database.db.workspace.findUniqueOrThrow({ where: { id } });
    const updated = await updateWorkspace(admin, 'renamed', { name: 'Better', description: '' });
    expect(updated).toMatchObject({ name: 'Better', slug: 'renamed', role: 'admin', member_count: 3 });
    const after = await database.db.workspace.findUniqueOrThrow({ where: { id } });
    expect(after.revision).toBe(before.revision + 1);
    expect(await auditOf(owner, id)).toHaveLength(1);
  });

  it('a removed workspace takes its tokens and their streams with it and leaves its audit', async () => {
    const { id } = await staffed('doomed');
    const { token } = await createToken(owner, 'doomed', { name: 'Last' });
    await deleteWorkspace(owner, 'doomed');
    expect(stage.closedStreams).toContain(token.id);
    expect(await database.db.token.count({ where: { workspaceId: id } })).toBe(0);
    expect(await database.db.member.count({ where: { workspaceId: id } })).toBe(0);
    expect((await auditOf(owner, id)).map((row) => row.action).sort()).toEqual(['token.create', 'workspace.delete']);
    await expect(getWorkspace(owner, 'doomed')).rejects.toEqual(notFound);
  });

  it('what is seen of other people’s calls is the owner’s to decide, and on record with what it was', async () => {
    const { id } = await staffed('discreet');
    for (const person of [admin, member]) {
      await expect(updateWorkspace(person, 'discreet', { usage_detail: 'counts' })).rejects.toEqual(forbidden);
    }
    expect(await getWorkspace(admin, 'discreet')).toMatchObject({ usage_detail: 'full' });
    expect(await updateWorkspace(owner, 'discreet', { usage_detail: 'counts' })).toMatchObject({
      usage_detail: 'counts',
    });
    const { before, after } = await database.db.auditEntry.findFirstOrThrow({ where: { workspaceId: id } });
    expect([before, after].map((json) => JSON.parse(json ?? ''))).toEqual([
      { usageDetail: 'full' },
      { usageDetail: 'counts' },
    ]);
  });

  it('only those who may change or remove it', async () => {
    await staffed('guarded');
    await expect(updateWorkspace(member, 'guarded', { name: 'Mine' })).rejects.toEqual(forbidden);
    await expect(deleteWorkspace(member, 'guarded')).rejects.toEqual(forbidden);
    await expect(deleteWorkspace(admin, 'guarded')).rejects.toEqual(forbidden);
    expect(await getWorkspace(member, 'guarded')).toMatchObject({ name: 'guarded', role: 'member' });
  });

  it('a stranger meets the same answer as for what never was', async () => {
    await staffed('private');
    for (const slug of ['private', 'never-was']) {
      await expect(getWorkspace(stranger, slug)).rejects.toEqual(notFound);
      await expect(updateWorkspace(stranger, slug, { name: 'Mine' })).rejects.toEqual(notFound);
      await expect(deleteWorkspace(stranger, slug)).rejects.toEqual(notFound);
      await expect(listMembers(stranger, slug, {})).rejects.toEqual(notFound);
    }
    expect((await listWorkspaces(stranger, {})).workspaces).toEqual([]);
    expect((await readMe(stranger)).workspaces).toEqual([]);
  });

  it('members are listed with what is theirs: active tokens and calls of 30 days; a member knows only their own', async () => {
    const { id } = await staffed('counted');
    const { token } = await createToken(owner, 'counted', { name: 'One' });
    await createToken(owner, 'counted', { name: 'Gone', expires_in: 60 });
    const [first] = await database.db.member.findMany({ where: { workspaceId: id, userId: owner.actor.id } });
    const counted = {
      workspaceId: id,
      slice: 'member',
      memberId: first?.id ?? '',
      tokenId: '',
      serverId: '',
      tool: '',
    };
    const counts = { calls: 3, ok: 3, toolError: 0, protocol: 0, transport: 0, denied: 0, limited: 0, unknown: 0 };
    const hour = new Date(Math.floor(owner.now.getTime() / 3_600_000) * 3_600_000);
    for (const at of [hour, new Date(hour.getTime() - 31 * 86_400_000)]) {
      const times = { at, lastAt: at, serverTimes: '{}', gatewayTimes: '{}' };
      await database.db.usageHour.create({ data: { ...counted, ...counts, ...times } });
    }
    const usedAt = new Date('2040-01-02T03:04:05.000Z');
    await database.db.token.updateMany({ where: { id: token.id }, data: { lastUsedAt: usedAt } });
    const { members } = MemberList.parse(await listMembers(stage.later(admin, 60_000), 'counted', {}));
    expect(members[0]?.last_active_at).toBe(usedAt.toISOString());
    expect(members[1]?.last_active_at).toBeNull();
    expect(members.map((one) => [one.name, one.role, one.token_count, one.call_count])).toEqual([
      ['Owner', 'owner', 1, 3],
      ['Admin', 'admin', 0, 0],
      ['Member', 'member', 0, 0],
    ]);
    const seen = MemberList.parse(await listMembers(stage.later(member, 60_000), 'counted', {}));
    expect(seen.members.map((one) => one.call_count)).toEqual([null, null, 0]);
    expect(await getWorkspace(stage.later(member, 60_000), 'counted')).toMatchObject({ token_count: 1 });
  });
});
