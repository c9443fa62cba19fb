import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayGrant } from '../access/roles';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createToken } from '../tokens/create-token';
import { getToken } from '../tokens/get-token';
import { listTokens } from '../tokens/list-tokens';
import { getWorkspace } from '../workspaces/get-workspace';
import { listWorkspaces } from '../workspaces/list-workspaces';
import { type Role, roles } from '../workspaces/schemas';
import { changeRole } from './change-role';
import { listMembers } from './list-members';
import { removeMember } from './remove-member';
import { Member, MemberList } from './schemas';

const code = (name: string) => expect.objectContaining({ code: name });
const nothing = expect.objectContaining({ code: 'not_found', message: 'There is nothing here, or it is not yours.' });

describe.each(testDatabases)('members on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let count = 0;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
  });
  afterAll(() => database.drop());

  /** A workspace of its own with one person in each of these roles, in their order. */
  async function staff(...wanted: Role[]) {
    const slug = `crew-${++count}`;
    const people: PersonCtx[] = [];
    for (const role of wanted) people.push(await stage.person(role));
    const { id } = await stage.workspace(
      slug,
      people.map((person, index) => [person, wanted[index] ?? 'member']),
    );
    const idOf = async ({ actor }: PersonCtx) => {
      const where = { workspaceId_userId: { workspaceId: id, userId: actor.id } };
      return (await database.db.member.findUniqueOrThrow({ where })).id;
    };
    const roleOf = async ({ actor }: PersonCtx) => {
      const where = { workspaceId: id, userId: actor.id, removedAt: null };
      return (await database.db.member.findFirst({ where }))?.role ?? null;
    };
    return { id, slug, people: people as [PersonCtx, PersonCtx, PersonCtx], idOf, roleOf };
  }

  const everyChange = roles.flatMap((own) => roles.flatMap((from) => roles.map((to) => [own, from, to] as const)));

  it.each(everyChange)('%s makes a member who is %s a member who is %s, or may not', async (own, from, to) => {
    const { slug, people, idOf, roleOf } = await staff(own, from, 'owner');
    const [actor, target] = people;
    const may = own !== 'member' && mayGrant(own, from) && mayGrant(own, to);
    const change = changeRole(actor, slug, await idOf(target), { role: to });
    if (may) expect(Member.parse(await change)).toMatchObject({ id: await idOf(target), role: to });
    else await expect(change).rejects.toEqual(code('forbidden'));
    expect(await roleOf(target)).toBe(may ? to : from);
  });

  const everyPair = roles.flatMap((own) => roles.map((other) => [own, other] as const));

  it.each(everyPair)('%s removes a member who is %s, or may not', async (own, other) => {
    const { slug, people, idOf, roleOf } = await staff(own, other, 'owner');
    const [actor, target] = people;
    const may = own !== 'member' && mayGrant(own, other);
    const removal = removeMember(actor, slug, await idOf(target));
    if (may) await removal;
    else await expect(removal).rejects.toEqual(code('forbidden'));
    expect(await roleOf(target)).toBe(may ? null : other);
  });

  it.each(roles)('%s may leave, while there is an owner', async (own) => {
    const { id, slug, people, idOf } = await staff(own, 'owner');
    const [leaver, owner] = people;
    await removeMember(leaver, slug, await idOf(leaver));
    await expect(getWorkspace(leaver, slug)).rejects.toEqual(nothing);
    expect((await listWorkspaces(leaver, {})).workspaces).toEqual([]);
    expect((await getWorkspace(owner, slug)).member_count).toBe(1);
    expect(await auditOf(owner, id, 'member.leave')).toHaveLength(1);
  });

  it('the last owner neither leaves nor is demoted, also when others were owners before', async () => {
    const { slug, people, idOf, roleOf } = await staff('owner', 'owner', 'admin');
    const [first, second] = people;
    await removeMember(first, slug, await idOf(second));
    await expect(removeMember(first, slug, await idOf(first))).rejects.toEqual(code('conflict'));
    const demotion = changeRole(first, slug, await idOf(first), { role: 'admin' });
    await expect(demotion).rejects.toEqual(code('conflict'));
    expect(await roleOf(first)).toBe('owner');
  });

  it('of two last owners who leave, or demote each other, at once, one stays an owner', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { slug, people, idOf, roleOf } = await staff('owner', 'owner');
      const [one, two] = people;
      const ids = [await idOf(one), await idOf(two)] as const;
      const both =
        round % 2 === 0
          ? [removeMember(one, slug, ids[0]), removeMember(two, slug, ids[1])]
          : [changeRole(one, slug, ids[1], { role: 'member' }), changeRole(two, slug, ids[0], { role: 'member' })];
      const results = await Promise.allSettled(both);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const left = [await roleOf(one), await roleOf(two)].filter((role) => role === 'owner');
      expect(left).toHaveLength(1);
    }
  });

  it('a change of role counts for the next request, and is on record once', async () => {
    const { id, slug, people, idOf } = await staff('owner', 'admin', 'member');
    const [owner, admin, member] = people;
    await changeRole(owner, slug, await idOf(admin), { role: 'member' });
    await expect(changeRole(admin, slug, await idOf(member), { role: 'admin' })).rejects.toEqual(code('forbidden'));
    await changeRole(owner, slug, await idOf(admin), { role: 'member' });
    const rows = await auditOf(owner, id, 'member.change_role');
    expect(rows.map(({ details, before, after }) => [JSON.parse(details), before, after])).toEqual([
      [{ name: admin.actor.name, email: admin.actor.email }, '{"role":"admin"}', '{"role":"member"}'],
    ]);
  });

  it('removing a member ends their tokens and streams at once, no other’s, and keeps their name on them', async () => {
    const { id, slug, people, idOf } = await staff('owner', 'member', 'member');
    const [owner, leaver, other] = people;
    const theirs = [
      await createToken(leaver, slug, { name: 'Cursor' }),
      await createToken(leaver, slug, { name: 'CLI' }),
    ];
    const memberId = await idOf(leaver);
    theirs.push(await createToken(owner, slug, { name: 'Given', member_id: memberId }));
    const kept = [
      await createToken(other, slug, { name: 'Mine' }),
      await createToken(owner, slug, { name: 'Bot', member_id: null }),
    ];
    stage.closedStreams.length = 0;
    await removeMember(owner, slug, memberId);
    expect(stage.closedStreams.sort()).toEqual(theirs.map(({ token }) => token.id).sort());
    for (const { token } of theirs) {
      expect(await getToken(owner, slug, token.id)).toMatchObject({
        status: 'revoked',
        revoked_by: { id: owner.actor.id },
        member: { email: leaver.actor.email },
      });
    }
    for (const { token } of kept) expect(await getToken(owner, slug, token.id)).toMatchObject({ status: 'active' });
    const { members } = MemberList.parse(await listMembers(owner, slug, {}));
    expect(members.map(({ email }) => email)).toEqual([owner.actor.email, other.actor.email]);
    const actions = (await auditOf(owner, id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'token.revoke')).toHaveLength(3);
    expect(actions.filter((action) => action === 'member.remove')).toHaveLength(1);
    await expect(removeMember(owner, slug, memberId)).rejects.toEqual(nothing);
    await expect(changeRole(owner, slug, memberId, { role: 'admin' })).rejects.toEqual(nothing);
    await expect(listTokens(leaver, slug, {})).rejects.toEqual(nothing);
  });

  it('no token outlives its member, though it is made while the member is removed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { slug, people, idOf } = await staff('owner', 'member');
      const [owner, leaver] = people;
      const memberId = await idOf(leaver);
      await Promise.allSettled([
        createToken(leaver, slug, { name: 'Mine' }),
        removeMember(owner, slug, memberId),
        createToken(owner, slug, { name: 'Given', member_id: memberId }),
        createToken(leaver, slug, { name: 'Mine, too' }),
      ]);
      expect(await database.db.token.count({ where: { memberId, revokedAt: null } })).toBe(0);
    }
  });

  it('what is somebody else’s, or nobody’s, is not found', async () => {
    const { slug, people, idOf } = await staff('owner', 'member');
    const [owner, member] = people;
    const elsewhere = await staff('owner', 'member');
    const [stranger, theirs] = elsewhere.people;
    const memberId = await idOf(member);
    await expect(removeMember(stranger, slug, memberId)).rejects.toEqual(nothing);
    await expect(removeMember(stranger, elsewhere.slug, memberId)).rejects.toEqual(nothing);
    await expect(changeRole(stranger, elsewhere.slug, memberId, { role: 'admin' })).rejects.toEqual(nothing);
    const foreign = await elsewhere.idOf(theirs);
    for (const id of [foreign, 'no\0id']) await expect(removeMember(owner, slug, id)).rejects.toEqual(nothing);
    expect(await elsewhere.roleOf(theirs)).toBe('member');
  });
});
