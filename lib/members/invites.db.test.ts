import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnonymousCtx } from '../access/create-ctx';
import type { UserActor } from '../access/read-session';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle, type Throttle } from '../access/throttle';
import { signIn } from '../account/sign-in';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { openMailer } from '../mail/mailer';
import { startMailServer, type TestMailServer } from '../mail/test-mail-server';
import { listTokens } from '../tokens/list-tokens';
import { issueSecret } from '../tokens/token-format';
import { deleteWorkspace } from '../workspaces/delete-workspace';
import { listWorkspaces } from '../workspaces/list-workspaces';
import { updateWorkspace } from '../workspaces/update-workspace';
import { acceptInvite } from './accept-invite';
import { changeRole } from './change-role';
import { sendsPerAddress, sendsPerDay } from './invite-limits';
import { inviteMembers } from './invite-members';
import { listInvites } from './list-invites';
import { listMembers } from './list-members';
import { lookAtInvite } from './look-at-invite';
import { removeMember } from './remove-member';
import { resendInvite } from './resend-invite';
import { revokeInvite } from './revoke-invite';
import { AcceptedInvite, CreatedInvite, CreatedInvites, InviteList, type InviteState, InviteView } from './schemas';

const code = (name: string) => expect.objectContaining({ code: name });
const nothing = expect.objectContaining({ code: 'not_found', message: 'There is nothing here, or it is not yours.' });
const day = 86_400_000;
const newcomer = { name: 'Grace Hopper', password: 'purple-otter-climbs-9-stairs' };

describe.each(testDatabases)('invites on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let admin: PersonCtx;
  let acme: { id: string; slug: string };
  let throttle: Throttle;
  let mails: TestMailServer;
  let count = 0;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    mails = await startMailServer();
    stage.parts.mail = openMailer({ smtpUrl: mails.url, from: 'aerostack@example.com' }, { warn: () => undefined });
    [owner, admin] = [await stage.person('Owner'), await stage.person('Admin')];
    acme = await workspace('acme');
  });
  beforeEach(() => {
    throttle = createThrottle();
  });
  afterAll(async () => {
    await mails.close();
    await database.drop();
  });

  const workspace = (slug: string) =>
    stage.workspace(slug, [
      [owner, 'owner'],
      [admin, 'admin'],
    ]);
  /** An address that nobody has had yet. */
  const fresh = () => `new-${++count}-${newId()}@example.com`;
  const tokenOf = ({ link }: { link: string }) => link.slice(link.lastIndexOf('/') + 1);
  const attempt = (actor: UserActor | null) => ({ address: '192.0.2.1', throttle, who: async () => actor });
  const at = (ms = 0) => createAnonymousCtx(stage.parts, { requestId: newId(), now: new Date(Date.now() + ms) });

  async function invite(email = fresh(), role: 'owner' | 'admin' | 'member' = 'member', slug = 'acme') {
    const created = CreatedInvite.parse(await inviteMembers(owner, slug, { email, role }));
    return { ...created, email, token: tokenOf(created) };
  }
  const accept = (token: string, by: PersonCtx | null, input = {}, ms = 0) =>
    acceptInvite(at(ms), { invite_token: token, ...input }, attempt(by?.actor ?? null));
  const look = async (token: string, by: PersonCtx | null, ms = 0) =>
    InviteView.parse(await lookAtInvite(at(ms), { invite_token: token }, attempt(by?.actor ?? null)));
  const state = async (token: string, by: PersonCtx | null, ms = 0): Promise<InviteState> =>
    (await look(token, by, ms)).state;

  describe('inviting', () => {
    it('makes a link for seven days, of which only the SHA-256 is stored and nothing else is ever shown', async () => {
      const { invite: made, link, email, token } = await invite();
      expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4250\/invite\/mwi_[0-9a-f]{48}$/);
      const { id, name, email: from } = owner.actor;
      expect(made).toMatchObject({ email, role: 'member', status: 'pending', invited_by: { id, name, email: from } });
      expect(Date.parse(made.expires_at) - owner.now.getTime()).toBe(7 * day);
      const row = await database.db.invite.findUniqueOrThrow({ where: { id: made.id } });
      expect(row.tokenHash).toBe(createHash('sha256').update(token).digest('hex'));
      const shown = JSON.stringify([row, await listInvites(owner, 'acme', {}), await auditOf(owner, acme.id)]);
      expect(shown).not.toContain(token);
      expect(InviteList.parse(await listInvites(admin, 'acme', {})).invites).toContainEqual(made);
    });

    it('writes to the address, with the link, and to nobody else', async () => {
      const { email, link } = await invite();
      const withLink = () => mails.mails.filter(({ text }) => text.includes(link)).map(({ to }) => to);
      await expect.poll(withLink, { interval: 10 }).toEqual([[email]]);
    });

    it('takes several at once, each once, all or none', async () => {
      const [one, two] = [fresh(), fresh()];
      const { invites } = CreatedInvites.parse(
        await inviteMembers(owner, 'acme', { emails: [one, two, one.toUpperCase()], role: 'admin' }),
      );
      expect(invites.map(({ invite: { email, role } }) => [email, role])).toEqual([
        [one, 'admin'],
        [two, 'admin'],
      ]);
      const three = fresh();
      const again = inviteMembers(owner, 'acme', { emails: [three, two, admin.actor.email], role: 'member' });
      const errors = [expect.objectContaining({ path: 'emails.2' }), expect.objectContaining({ path: 'emails.1' })];
      await expect(again).rejects.toMatchObject({ code: 'conflict', errors });
      expect(await database.db.invite.count({ where: { email: three } })).toBe(0);
    });

    it('knows an address however it is written, and refuses what only looks like one', async () => {
      const { email } = await invite();
      for (const same of [email.toUpperCase(), ` ${email} `, email.replace('@', '＠')]) {
        const again = inviteMembers(owner, 'acme', { email: same, role: 'member' });
        await expect(again).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'email' }] });
      }
      for (const bad of ['ada', 'a@b', 'a@example.com,b@example.com', 'a@example.com\nBcc: b@example.com']) {
        const wrong = inviteMembers(owner, 'acme', { email: bad, role: 'member' });
        await expect(wrong).rejects.toMatchObject({ name: 'ZodError' });
      }
    });

    it.each([
      ['no address', {}],
      ['one and several', { email: 'a@example.com', emails: ['b@example.com'] }],
      ['none of several', { emails: [] }],
      ['more than fifty', { emails: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`) }],
    ])('%s invites nobody', async (_, input) => {
      await expect(inviteMembers(owner, 'acme', { ...input, role: 'member' })).rejects.toMatchObject({
        name: 'ZodError',
      });
    });

    it('ten who invite the same person at once make one invite', async () => {
      const email = fresh();
      const tries = Array.from({ length: 10 }, () => inviteMembers(owner, 'acme', { email, role: 'member' }));
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
      expect(new Set(refused)).toEqual(new Set(['conflict']));
    });

    it('whose time is over makes room for another, and its link stays dead', async () => {
      const old = await invite();
      const later = stage.later(owner, 7 * day);
      expect((await listInvites(later, 'acme', {})).invites).toContainEqual({ ...old.invite, status: 'expired' });
      const again = CreatedInvite.parse(await inviteMembers(later, 'acme', { email: old.email, role: 'member' }));
      await expect(look(old.token, null)).rejects.toEqual(nothing);
      expect(await state(tokenOf(again), null, 8 * day)).toBe('sign_up');
    });

    it('a workspace writes no more than so much in a day, and to nobody more than so often', async () => {
      const { id } = await workspace('busy');
      const { invite: first } = await invite(fresh(), 'member', 'busy');
      for (let sent = 1; sent < sendsPerAddress; sent += 1) await resendInvite(owner, 'busy', first.id);
      await expect(resendInvite(owner, 'busy', first.id)).rejects.toEqual(code('rate_limited'));
      await revokeInvite(owner, 'busy', first.id);
      const again = (ctx: PersonCtx) => inviteMembers(ctx, 'busy', { email: first.email, role: 'member' });
      await expect(again(owner)).rejects.toEqual(code('rate_limited'));
      const row = { workspaceId: id, actorKind: 'user', action: 'invite.create', targetType: 'invite', at: owner.now };
      await database.db.auditEntry.createMany({
        data: Array.from({ length: sendsPerDay - sendsPerAddress }, (_, index) => ({
          ...row,
          position: 1000 + index,
          id: newId(),
          targetId: newId(),
          requestId: newId(),
        })),
      });
      await expect(invite(fresh(), 'member', 'busy')).rejects.toEqual(code('rate_limited'));
      await again(stage.later(owner, day + 1));
    });
  });

  describe('what whoever holds the link is told', () => {
    it('the workspace, who asks, the role and as much of the address as its owner needs', async () => {
      const { token } = await invite('grace@example.com', 'admin');
      expect(await look(token, null)).toEqual({
        workspace: { name: 'acme', slug: 'acme' },
        inviter: 'Owner',
        role: 'admin',
        email_masked: 'g…@example.com',
        state: 'sign_up',
      });
    });

    it('every state, by who is signed in, and looking changes nothing', async () => {
      const person = await stage.person('Invited');
      const { invite: made, token } = await invite(person.actor.email);
      const before = await database.db.invite.findUniqueOrThrow({ where: { id: made.id } });
      expect(await state(token, null)).toBe('sign_in');
      expect(await state(token, person)).toBe('ready');
      expect(await state(token, admin)).toBe('wrong_account');
      expect(await state(token, null, 7 * day)).toBe('expired');
      expect(await state(token, admin, 7 * day)).toBe('expired');
      await database.db.member.create({
        data: { id: newId(), workspaceId: acme.id, userId: person.actor.id, role: 'member', joinedAt: new Date() },
      });
      expect(await state(token, person)).toBe('already_member');
      expect(await state(token, null)).toBe('sign_in');
      expect(await database.db.invite.findUniqueOrThrow({ where: { id: made.id } })).toEqual(before);
    });

    it('nothing at all of a link that was revoked, used, replaced, lost with its workspace or never made', async () => {
      const [revoked, used, replaced] = [await invite(), await invite(), await invite()];
      await revokeInvite(owner, 'acme', revoked.invite.id);
      await accept(used.token, null, newcomer);
      await resendInvite(owner, 'acme', replaced.invite.id);
      await workspace('short-lived');
      const lost = await invite(fresh(), 'member', 'short-lived');
      await deleteWorkspace(owner, 'short-lived');
      const person = await stage.person('Somebody');
      const dead = [revoked, used, replaced, lost].map(({ token }) => token);
      for (const token of [...dead, issueSecret('mwi_'), 'mwi_', 'x', 'no\0token', revoked.invite.id]) {
        for (const who of [null, person, owner]) {
          throttle = createThrottle();
          await expect(look(token, who)).rejects.toEqual(nothing);
          await expect(accept(token, who, newcomer)).rejects.toEqual(nothing);
        }
      }
    });

    it('nothing to an address that has tried too much, while whoever has a link is not slowed down', async () => {
      const { token } = await invite();
      for (let n = 0; n < 50; n += 1) await look(token, null);
      for (let n = 0; n < 20; n += 1) await expect(look(issueSecret('mwi_'), null)).rejects.toEqual(nothing);
      await expect(look(token, null)).rejects.toEqual(code('rate_limited'));
      await expect(accept(token, null, newcomer)).rejects.toEqual(code('rate_limited'));
    });
  });

  describe('accepting', () => {
    it('without an account makes one, a member and a token that is shown once', async () => {
      const { invite: made, email, token } = await invite(fresh(), 'admin');
      const accepted = AcceptedInvite.strict().parse(await accept(token, null, newcomer));
      const { workspace: joined, raw, mcp_json } = accepted;
      expect(joined).toMatchObject({ slug: 'acme', role: 'admin' });
      expect(mcp_json).toEqual({
        mcpServers: { acme: { url: 'http://127.0.0.1:4250/ws/acme', headers: { Authorization: `Bearer ${raw}` } } },
      });
      expect(accepted.token).toMatchObject({ status: 'active', member: { name: newcomer.name, email }, scope: null });
      const attempt = { address: '192.0.2.1', userAgent: null, throttle };
      const session = await signIn(at(), { email, password: newcomer.password }, attempt);
      expect(session?.user).toMatchObject({ email, name: newcomer.name });
      const stored = await database.db.user.findUniqueOrThrow({ where: { email } });
      expect(stored.passwordHash).toMatch(/^\$argon2id\$/);
      const rows = (await auditOf(owner, acme.id)).filter(({ targetId }) =>
        [made.id, accepted.token.id].includes(targetId),
      );
      expect(rows.map(({ action, actorId }) => [action, actorId])).toEqual([
        ['invite.create', owner.actor.id],
        ['invite.accept', stored.id],
        ['token.create', stored.id],
      ]);
      const signUps = (await auditOf(owner, null, 'user.sign_up')).filter(({ targetId }) => targetId === stored.id);
      expect(signUps).toHaveLength(1);
      expect(JSON.stringify([...rows, ...signUps])).not.toMatch(new RegExp(`${raw}|${token}|${newcomer.password}`));
      expect((await listInvites(owner, 'acme', {})).invites.map(({ id }) => id)).not.toContain(made.id);
    });

    it('needs a name and a password of whoever has no account, and a mistake leaves the link whole', async () => {
      const { token } = await invite();
      const both = [{ path: 'name' }, { path: 'password' }];
      await expect(accept(token, null)).rejects.toMatchObject({ code: 'invalid_input', errors: both });
      const weak = accept(token, null, { name: 'Grace', password: 'password1234' });
      await expect(weak).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'password' }] });
      await expect(accept(token, null, { name: 'Grace', password: 'short' })).rejects.toMatchObject({
        name: 'ZodError',
      });
      await accept(token, null, newcomer);
    });

    it('with an account takes being signed in to it, and nobody else’s account', async () => {
      const person = await stage.person('Invited');
      const { token } = await invite(person.actor.email);
      await expect(accept(token, null, newcomer)).rejects.toEqual(code('sign_in_required'));
      await expect(accept(token, admin)).rejects.toEqual(code('wrong_account'));
      await expect(accept(token, await stage.person('Thief'), newcomer)).rejects.toEqual(code('wrong_account'));
      const { workspace: joined } = await accept(token, person);
      expect(joined.role).toBe('member');
      expect((await listWorkspaces(person, {})).workspaces.map(({ slug }) => slug)).toEqual(['acme']);
      await expect(accept(token, person)).rejects.toEqual(nothing);
    });

    it('comes too late after seven days, and for a member already', async () => {
      const person = await stage.person('Invited');
      const { token } = await invite(person.actor.email);
      await expect(accept(token, person, {}, 7 * day)).rejects.toEqual(code('gone'));
      await expect(accept(token, null, newcomer, 7 * day)).rejects.toEqual(code('gone'));
      await database.db.member.create({
        data: { id: newId(), workspaceId: acme.id, userId: person.actor.id, role: 'owner', joinedAt: new Date() },
      });
      await expect(accept(token, person)).rejects.toEqual(code('conflict'));
      const { members } = await listMembers(owner, 'acme', { limit: 100 });
      expect(members.find(({ email }) => email === person.actor.email)?.role).toBe('owner');
    });

    it.each([['a stranger'], ['an account']])(
      'happens once: of ten who accept at once as %s, one does',
      async (kind) => {
        const person = kind === 'an account' ? await stage.person('Raced') : null;
        const { email, token } = await invite(person?.actor.email);
        const results = await Promise.allSettled(Array.from({ length: 10 }, () => accept(token, person, newcomer)));
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
        for (const reason of refused) expect(['not_found', 'sign_in_required', 'conflict']).toContain(reason);
        const user = await database.db.user.findUniqueOrThrow({ where: { email }, include: { members: true } });
        expect(user.members).toHaveLength(1);
        const memberId = user.members[0]?.id ?? '';
        expect(await database.db.token.count({ where: { memberId } })).toBe(1);
      },
    );

    it('a stranger who accepts two invites at once gets one account, and both workspaces in the end', async () => {
      await workspace('beta');
      const email = fresh();
      const [one, two] = [await invite(email), await invite(email, 'member', 'beta')];
      const results = await Promise.allSettled([accept(one.token, null, newcomer), accept(two.token, null, newcomer)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = results.find((result) => result.status === 'rejected');
      expect(lost?.status === 'rejected' && lost.reason).toEqual(code('sign_in_required'));
      const { id, name } = await database.db.user.findUniqueOrThrow({ where: { email } });
      const person: PersonCtx = { ...owner, actor: { kind: 'user', via: 'session', id, name, email } };
      await accept(results[0]?.status === 'rejected' ? one.token : two.token, person);
      expect((await listWorkspaces(person, {})).workspaces).toHaveLength(2);
    });

    it('or taking it back: of the two at once one happens', async () => {
      const person = await stage.person('Raced');
      const { invite: made, token } = await invite(person.actor.email);
      const results = await Promise.allSettled([accept(token, person), revokeInvite(owner, 'acme', made.id)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const row = await database.db.invite.findUniqueOrThrow({ where: { id: made.id } });
      expect(row.acceptedAt === null).toBe(results[0]?.status === 'rejected');
      expect(row.revokedAt === null).toBe(results[0]?.status === 'fulfilled');
    });

    it('gives a token that lives as long as the workspace allows', async () => {
      await workspace('strict');
      await updateWorkspace(owner, 'strict', { token_policy: { max_lifetime: 3600, expiry_required: true } });
      const ctx = at();
      const { token } = await invite(fresh(), 'member', 'strict');
      const accepted = await acceptInvite(ctx, { invite_token: token, ...newcomer }, attempt(null));
      expect(Date.parse(accepted.token.expires_at ?? '') - ctx.now.getTime()).toBe(3_600_000);
      await updateWorkspace(owner, 'strict', { token_policy: { max_lifetime: null } });
      const second = await invite(fresh(), 'member', 'strict');
      expect((await accept(second.token, null, newcomer)).token.expires_at).not.toBeNull();
    });

    it('again after being removed brings the same member back, with the new role and without the old tokens', async () => {
      const person = await stage.person('Returning');
      const first = await accept((await invite(person.actor.email, 'admin')).token, person);
      const { members } = await listMembers(owner, 'acme', { limit: 100 });
      const member = members.find(({ email }) => email === person.actor.email);
      await removeMember(owner, 'acme', member?.id ?? '');
      const again = await invite(person.actor.email);
      expect(await state(again.token, person)).toBe('ready');
      await accept(again.token, person);
      const back = (await listMembers(owner, 'acme', { limit: 100 })).members;
      expect(back.find(({ email }) => email === person.actor.email)).toMatchObject({
        id: member?.id,
        role: 'member',
        token_count: 1,
      });
      const { tokens } = await listTokens(person, 'acme', {});
      expect(tokens.map(({ id, status }) => [id === first.token.id, status])).toEqual([
        [false, 'active'],
        [true, 'revoked'],
      ]);
    });
  });

  describe('sending again', () => {
    it('makes a new link for seven more days, and the one before opens nothing', async () => {
      const { invite: made, token, email } = await invite();
      const later = stage.later(owner, 6 * day);
      const sent = CreatedInvite.parse(await resendInvite(later, 'acme', made.id));
      expect(sent.invite).toMatchObject({ id: made.id, email, status: 'pending', sent_count: 2 });
      expect(Date.parse(sent.invite.expires_at) - later.now.getTime()).toBe(7 * day);
      await expect(accept(token, null, newcomer)).rejects.toEqual(nothing);
      await accept(tokenOf(sent), null, newcomer, 12 * day);
    });

    it('is not for what was accepted or taken back', async () => {
      const [accepted, revoked] = [await invite(), await invite()];
      await accept(accepted.token, null, newcomer);
      await revokeInvite(owner, 'acme', revoked.invite.id);
      for (const { invite: made } of [accepted, revoked]) {
        await expect(resendInvite(owner, 'acme', made.id)).rejects.toEqual(nothing);
        await expect(revokeInvite(owner, 'acme', made.id)).rejects.toEqual(nothing);
      }
    });

    it('makes whoever does it the one who invites', async () => {
      const { invite: made } = await invite();
      const sent = CreatedInvite.parse(await resendInvite(admin, 'acme', made.id));
      expect(sent.invite.invited_by).toMatchObject({ id: admin.actor.id });
      expect((await look(tokenOf(sent), null)).inviter).toBe('Admin');
    });

    it('an admin gets no link to be an owner, and cannot take one back', async () => {
      const { invite: made, token } = await invite(fresh(), 'owner');
      await expect(inviteMembers(admin, 'acme', { email: fresh(), role: 'owner' })).rejects.toEqual(code('forbidden'));
      await expect(resendInvite(admin, 'acme', made.id)).rejects.toEqual(code('forbidden'));
      await expect(revokeInvite(admin, 'acme', made.id)).rejects.toEqual(code('forbidden'));
      expect(await state(token, null)).toBe('sign_up');
    });
  });

  it('whoever is removed or demoted comes back by no link of their own making', async () => {
    const [first, second] = [await stage.person('First'), await stage.person('Second')];
    const slug = 'left-behind';
    const { id } = await stage.workspace(slug, [
      [owner, 'owner'],
      [first, 'owner'],
      [second, 'admin'],
    ]);
    const idOf = async ({ actor }: PersonCtx) =>
      (await database.db.member.findFirstOrThrow({ where: { workspaceId: id, userId: actor.id } })).id;
    const sentBy = async (ctx: PersonCtx, role: 'owner' | 'admin') =>
      tokenOf(CreatedInvite.parse(await inviteMembers(ctx, slug, { email: fresh(), role })));
    const [asOwner, asAdmin, others, kept] = [
      await sentBy(first, 'owner'),
      await sentBy(first, 'admin'),
      await sentBy(second, 'admin'),
      await sentBy(owner, 'admin'),
    ];
    await changeRole(owner, slug, await idOf(first), { role: 'admin' });
    await expect(look(asOwner, null)).rejects.toEqual(nothing);
    expect(await state(asAdmin, null)).toBe('sign_up');
    await changeRole(owner, slug, await idOf(first), { role: 'member' });
    await expect(look(asAdmin, null)).rejects.toEqual(nothing);
    await removeMember(owner, slug, await idOf(second));
    await expect(look(others, null)).rejects.toEqual(nothing);
    expect(await state(kept, null)).toBe('sign_up');
    expect(await auditOf(owner, id, 'invite.revoke')).toHaveLength(3);
  });

  it('no link outlives the membership of who makes it at the moment of their removal', async () => {
    for (let round = 0; round < 5; round += 1) {
      const leaver = await stage.person('Leaver');
      const slug = `raced-${round}`;
      const { id } = await stage.workspace(slug, [
        [owner, 'owner'],
        [leaver, 'admin'],
      ]);
      const member = await database.db.member.findFirstOrThrow({ where: { workspaceId: id, userId: leaver.actor.id } });
      await Promise.allSettled([
        inviteMembers(leaver, slug, { email: fresh(), role: 'admin' }),
        removeMember(owner, slug, member.id),
        inviteMembers(leaver, slug, { email: fresh(), role: 'admin' }),
      ]);
      expect((await listInvites(owner, slug, {})).invites).toEqual([]);
    }
  });

  it('members are told that invites are not theirs, and strangers nothing, though they know an id', async () => {
    const [member, stranger] = [await stage.person('Member'), await stage.person('Stranger')];
    await accept((await invite(member.actor.email)).token, member);
    await stage.workspace('elsewhere', [[stranger, 'owner']]);
    const { invite: made, token } = await invite();
    const asAll = (ctx: PersonCtx, slug: string) => [
      () => listInvites(ctx, slug, {}),
      () => inviteMembers(ctx, slug, { email: fresh(), role: 'member' }),
      () => resendInvite(ctx, slug, made.id),
      () => revokeInvite(ctx, slug, made.id),
    ];
    for (const ask of asAll(member, 'acme')) await expect(ask()).rejects.toEqual(code('forbidden'));
    for (const ask of asAll(stranger, 'acme')) await expect(ask()).rejects.toEqual(nothing);
    for (const ask of asAll(stranger, 'elsewhere').slice(2)) await expect(ask()).rejects.toEqual(nothing);
    expect(await state(token, null)).toBe('sign_up');
  });
});
