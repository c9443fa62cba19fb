import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnonymousCtx } from '../access/create-ctx';
import type { Ctx } from '../access/ctx';
import { hashPassword } from '../access/passwords';
import { readApiKey } from '../access/read-api-key';
import { findSession } from '../access/read-session';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle, type Throttle } from '../access/throttle';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { listOutbox } from '../mail/list-outbox';
import { type Mailer, noMailer, openMailer } from '../mail/mailer';
import { createOutbox } from '../mail/outbox';
import { startMailServer, type TestMailServer } from '../mail/test-mail-server';
import { acceptInvite } from '../members/accept-invite';
import { inviteMembers } from '../members/invite-members';
import { issuePasswordReset } from '../members/issue-password-reset';
import { createToken } from '../tokens/create-token';
import { changeEmail } from './change-email';
import { changeEmailForOperator } from './change-email-for-operator';
import { changePassword } from './change-password';
import { confirmEmail } from './confirm-email';
import { createApiKey } from './create-api-key';
import { deleteAccount } from './delete-account';
import { endOtherSessions } from './end-other-sessions';
import { listSessions } from './list-sessions';
import { failuresPerHour } from './record-failed-sign-in';
import { resetForOperator } from './reset-for-operator';
import { setupDoneKey } from './setup-code';
import { signIn } from './sign-in';
import { updateAccount } from './update-account';
import { usePasswordReset } from './use-password-reset';

const current_password = 'purple-otter-climbs-9-stairs';
const password = 'nine moths in the relay panel';
const minute = 60_000;

describe.each(testDatabases)('one’s own account on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let server: TestMailServer;
  let mail: Mailer;
  let throttle: Throttle;
  /** Signed in by a session that exists, with the password above. */
  let ada: PersonCtx;
  let hash: string;

  beforeAll(async () => {
    database = await open();
    server = await startMailServer();
    mail = openMailer({ smtpUrl: server.url, from: 'aerostack@example.com' }, { warn: () => undefined });
    stage = setStage(database);
    stage.parts.mail = mail;
    hash = await hashPassword(current_password);
  });
  afterAll(async () => {
    await mail.close();
    await server.close();
    await stage.parts.connections.close();
    await database.drop();
  });
  beforeEach(async () => {
    throttle = createThrottle();
    ada = await signedIn('Ada');
  });

  const guarded = () => ({ throttle });
  const from = (address = '192.0.2.1') => ({ address, throttle });
  const anonymous = (address = '192.0.2.1') =>
    createAnonymousCtx(stage.parts, { requestId: 'r', sender: { address, userAgent: null } });
  const session = async (userId: string, at = new Date()) => {
    const id = newId();
    const times = { createdAt: at, lastSeenAt: at, expiresAt: new Date(at.getTime() + 86_400_000) };
    await database.db.session.create({ data: { id, userId, ...times } });
    return id;
  };
  async function signedIn(name: string): Promise<PersonCtx> {
    const person = await stage.person(name);
    await database.db.user.update({ where: { id: person.actor.id }, data: { passwordHash: hash } });
    return { ...person, actor: { ...person.actor, sessionId: await session(person.actor.id) } };
  }
  const lives = async (id: string) => (await findSession(database.db, id, new Date())) !== null;
  const mailsTo = async (email: string, count: number) => {
    const theirs = () => server.mails.filter(({ to }) => to[0] === email);
    await expect.poll(() => theirs().length).toBe(count);
    return theirs();
  };
  const silent = <C extends Ctx>(ctx: C): C => ({ ...ctx, mail: noMailer });
  const tokenIn = (text: string) => /[0-9a-f]{40}/.exec(text)?.[0] ?? text;
  const actions = async (id: string) =>
    (await auditOf(ada, null)).filter((row) => row.targetId === id).map((row) => row.action);

  describe('password', () => {
    it('ends every other session, keeps this one and API keys, and tells the owner (ASVS 6.3.7, 7.4.3)', async () => {
      const other = await session(ada.actor.id);
      const { raw } = await createApiKey(ada, { name: 'CI' });
      await changePassword(ada, { current_password, password }, guarded());
      expect(await Promise.all([lives(other), lives(ada.actor.sessionId ?? '')])).toEqual([false, true]);
      expect(await readApiKey(ada, raw, ada.now)).not.toBeNull();
      expect(await signIn(anonymous(), { email: ada.actor.email, password }, from())).not.toBeNull();
      const [told] = await mailsTo(ada.actor.email, 1);
      expect(told?.text).toContain('was changed');
      expect(await actions(ada.actor.id)).toContain('user.change_password');
    });

    it('is not changed by whoever found a browser open: the old one is asked for, and guessing slows down (ASVS 6.2.3, 6.3.1)', async () => {
      const guess = (guessed?: string) => changePassword(ada, { current_password: guessed, password }, guarded());
      for (const one of [undefined, '', 'a', 'b', 'c', 'd', 'e']) {
        await expect(guess(one)).rejects.toMatchObject({ errors: [{ path: 'current_password' }] });
      }
      await expect(guess(current_password)).rejects.toMatchObject({ code: 'rate_limited' });
      expect(await signIn(anonymous(), { email: ada.actor.email, password: current_password }, from())).not.toBeNull();
    });

    it('a weak one changes nothing (ASVS 6.2.4)', async () => {
      const weak = changePassword(ada, { current_password, password: 'password1234' }, guarded());
      await expect(weak).rejects.toMatchObject({ errors: [{ path: 'password' }] });
    });

    it('an account without one gets it by a session younger than 10 minutes, and by no key (ASVS 7.5.1)', async () => {
      await database.db.user.update({ where: { id: ada.actor.id }, data: { passwordHash: '' } });
      expect(await signIn(anonymous(), { email: ada.actor.email, password: current_password }, from())).toBeNull();
      const set = (ctx: Ctx) => changePassword(ctx, { password }, guarded());
      const { sessionId: _, ...bare } = ada.actor;
      const byKey = { ...ada, actor: { ...bare, via: 'api_key' as const } };
      await expect(set(byKey)).rejects.toMatchObject({ code: 'forbidden' });
      const old = await session(ada.actor.id, new Date(Date.now() - 11 * minute));
      await expect(set({ ...ada, actor: { ...ada.actor, sessionId: old } })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await set(ada);
      expect(await signIn(anonymous(), { email: ada.actor.email, password }, from())).not.toBeNull();
    });
  });

  it('another name is another name, and on record as it was and is', async () => {
    expect(await updateAccount(ada, { name: '  Ada Lovelace ' })).toMatchObject({
      name: 'Ada Lovelace',
      has_password: true,
    });
    await updateAccount(ada, { name: 'Ada Lovelace' });
    const rows = (await auditOf(ada, null, 'user.update')).filter((row) => row.targetId === ada.actor.id);
    expect(rows.map(({ before, after }) => [before, after])).toEqual([['{"name":"Ada"}', '{"name":"Ada Lovelace"}']]);
  });

  it('ending all other sessions ends those of nobody else (ASVS 7.4.5)', async () => {
    const others = [await session(ada.actor.id), await session(ada.actor.id)];
    const stranger = await signedIn('Stranger');
    expect(await endOtherSessions(ada)).toEqual({ ended: 2 });
    expect(await Promise.all(others.map(lives))).toEqual([false, false]);
    expect(await lives(stranger.actor.sessionId ?? '')).toBe(true);
    expect((await listSessions(ada, {})).sessions.map(({ current }) => current)).toEqual([true]);
  });

  describe('address', () => {
    const ask = (email: string, ctx: Ctx = ada) => changeEmail(ctx, { email, current_password }, guarded());

    it('changes when its owner confirms it, signed in, and the old one is told (ASVS 6.3.7)', async () => {
      const email = `new-${ada.actor.id}@example.com`;
      const stranger = await signedIn('Stranger');
      expect(await ask(email)).toEqual({});
      const [{ text = '' } = {}] = await mailsTo(email, 1);
      const token = tokenIn(text);
      expect(await database.db.user.count({ where: { email } })).toBe(0);
      await expect(confirmEmail(stranger, { token })).rejects.toMatchObject({ code: 'not_found' });
      expect(await confirmEmail(ada, { token })).toMatchObject({ id: ada.actor.id, email });
      await expect(confirmEmail(ada, { token })).rejects.toMatchObject({ code: 'not_found' });
      const [told] = await mailsTo(ada.actor.email, 1);
      expect(told?.text).toContain(email);
      expect(await signIn(anonymous(), { email, password: current_password }, from())).not.toBeNull();
    });

    it('of somebody else is answered alike, mailed to nobody, and never taken over (ASVS 6.3.8)', async () => {
      const victim = await signedIn('Victim');
      expect(await ask(victim.actor.email)).toEqual({});
      const email = `free-${ada.actor.id}@example.com`;
      await ask(email);
      await mailsTo(email, 1);
      expect(server.mails.filter(({ to }) => to[0] === victim.actor.email)).toEqual([]);
    });

    it('that was taken meanwhile is a conflict, and the account stays as it was', async () => {
      const email = `late-${ada.actor.id}@example.com`;
      await ask(email);
      const [{ text = '' } = {}] = await mailsTo(email, 1);
      const other = await stage.person('Other');
      await database.db.user.update({ where: { id: other.actor.id }, data: { email } });
      await expect(confirmEmail(ada, { token: tokenIn(text) })).rejects.toMatchObject({ code: 'conflict' });
      expect(await database.db.user.count({ where: { email: ada.actor.email } })).toBe(1);
    });

    it('needs the password, and is asked for five times an hour', async () => {
      const bare = changeEmail(ada, { email: 'x@example.com' }, guarded());
      await expect(bare).rejects.toMatchObject({ errors: [{ path: 'current_password' }] });
      for (let n = 0; n < 5; n += 1) await ask(`${n}-${ada.actor.id}@example.com`);
      await expect(ask('again@example.com')).rejects.toMatchObject({ code: 'rate_limited' });
    });

    it('is changed by nobody for themselves where no mail can confirm it, and by who runs the server', async () => {
      await expect(ask('x@example.com', silent(ada))).rejects.toMatchObject({ code: 'conflict' });
      const system = { ...ada, actor: { kind: 'system' } as const };
      const email = `admin-${ada.actor.id}@example.com`;
      const other = await stage.person('Other');
      const change = (to: string) => changeEmailForOperator(system, ada.actor.email, to);
      await expect(change(other.actor.email)).rejects.toMatchObject({ code: 'conflict' });
      await expect(change('none')).rejects.toMatchObject({ code: 'invalid_input' });
      expect(await change(email.toUpperCase())).toMatchObject({ email });
      const [row] = (await auditOf(ada, null, 'user.change_email')).filter(({ targetId }) => targetId === ada.actor.id);
      expect(row).toMatchObject({ actorKind: 'system', before: expect.stringContaining(ada.actor.email) });
    });
  });

  describe('a link that an owner hands over', () => {
    let member: PersonCtx;
    let slug: string;
    let id: string;
    beforeEach(async () => {
      member = await signedIn('Member');
      slug = `team-${newId()}`;
      await stage.workspace(slug, [
        [ada, 'owner'],
        [member, 'member'],
      ]);
      id = await idOf(member);
    });
    const idOf = async (ctx: PersonCtx) =>
      (await database.db.member.findFirstOrThrow({ where: { userId: ctx.actor.id, workspace: { slug } } })).id;
    const issue = (ctx: Ctx = ada, target = id) => issuePasswordReset(silent(ctx), slug, target);

    it('sets the password, and making it is on record in the workspace (ASVS 6.4.6)', async () => {
      const { link } = await issue();
      await usePasswordReset(anonymous(), { token: tokenIn(link), password }, from());
      expect(await signIn(anonymous(), { email: member.actor.email, password }, from())).not.toBeNull();
      const { workspaceId } = await database.db.member.findUniqueOrThrow({ where: { id } });
      const [row] = await auditOf(ada, workspaceId, 'member.issue_password_reset');
      expect(row).toMatchObject({ actorId: ada.actor.id, targetId: id });
      expect(JSON.stringify(row)).not.toContain(tokenIn(link));
    });

    it('is made by no admin or member, for nobody of elsewhere, for no owner of themselves, and not where mail is sent', async () => {
      await database.db.member.update({ where: { id }, data: { role: 'admin' } });
      await expect(issue(member, await idOf(ada))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(issue(ada, newId())).rejects.toMatchObject({ code: 'not_found' });
      await expect(issue(ada, await idOf(ada))).rejects.toMatchObject({ code: 'conflict' });
      await expect(issue(await signedIn('Stranger'))).rejects.toMatchObject({ code: 'not_found' });
      await expect(issuePasswordReset(ada, slug, id)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('opens no account that reaches into a team of others, also one that they joined since', async () => {
      const { link } = await issue();
      const elsewhere = await signedIn('Elsewhere');
      await stage.workspace(`other-${newId()}`, [
        [elsewhere, 'owner'],
        [member, 'member'],
        [ada, 'admin'],
      ]);
      await expect(issue()).rejects.toMatchObject({ code: 'forbidden' });
      const use = usePasswordReset(anonymous(), { token: tokenIn(link), password }, from());
      await expect(use).rejects.toMatchObject({ code: 'not_found' });
    });

    it('never opens the account that set the installation up; the operator’s does', async () => {
      await database.db.setting.deleteMany({ where: { key: setupDoneKey } });
      await database.db.setting.create({ data: { key: setupDoneKey, value: member.actor.id } });
      await expect(issue()).rejects.toMatchObject({ code: 'forbidden' });
      const system = { ...ada, actor: { kind: 'system' } as const };
      const { link } = await resetForOperator(system, member.actor.email);
      await usePasswordReset(anonymous(), { token: tokenIn(link), password }, from());
      await expect(resetForOperator(system, 'nobody@example.com')).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('the end of an account', () => {
    const remove = (ctx: PersonCtx, email = ctx.actor.email) =>
      deleteAccount(ctx, { email, current_password }, guarded());

    it('ends tokens, keys, sessions, links and memberships at once, and leaves the name (ASVS 7.4.2)', async () => {
      const grace = await signedIn('Grace');
      const slug = `end-${newId()}`;
      const { id: workspaceId } = await stage.workspace(slug, [
        [ada, 'owner'],
        [grace, 'admin'],
      ]);
      const { token } = await createToken(grace, slug, { name: 'Laptop' });
      const { raw } = await createApiKey(grace, { name: 'CI' });
      const invited = `late-${newId()}@example.com`;
      const { link } = (await inviteMembers(grace, slug, { email: invited, role: 'member' })) as { link: string };
      await remove(grace);

      expect(await database.db.token.findUniqueOrThrow({ where: { id: token.id } })).toMatchObject({
        revokedAt: grace.now,
      });
      expect(stage.closedStreams).toContain(token.id);
      expect(await readApiKey(ada, raw, new Date())).toBeNull();
      expect(await lives(grace.actor.sessionId ?? '')).toBe(false);
      const open = { address: '192.0.2.1', throttle, who: async () => null };
      const accepting = acceptInvite(anonymous(), { invite_token: link.slice(link.lastIndexOf('/') + 1) }, open);
      await expect(accepting).rejects.toMatchObject({ code: 'not_found' });
      expect(await database.db.member.count({ where: { workspaceId, removedAt: null } })).toBe(1);
      const row = await database.db.user.findUniqueOrThrow({ where: { id: grace.actor.id } });
      expect(row).toMatchObject({ name: 'Grace', passwordHash: '', deletedAt: grace.now });
      expect(row.email).not.toContain('@');
      expect(await actions(grace.actor.id)).toContain('user.delete');
      expect(await signIn(anonymous(), { email: grace.actor.email, password: current_password }, from())).toBeNull();
      await expect(remove(grace)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('does not come while a workspace would have no owner: the answer names it, and nothing has changed', async () => {
      await stage.workspace(`orphan-${newId()}`, [[ada, 'owner']]);
      const helped = `helped-${newId()}`;
      await stage.workspace(helped, [
        [ada, 'owner'],
        [await signedIn('Grace'), 'owner'],
      ]);
      const refused = remove(ada);
      await expect(refused).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('orphan-') });
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(helped) });
      expect(await lives(ada.actor.sessionId ?? '')).toBe(true);
      expect(await database.db.user.count({ where: { email: ada.actor.email, deletedAt: null } })).toBe(1);
    });

    it('of two owners who go at once one stays, so that the workspace keeps an owner', async () => {
      const grace = await signedIn('Grace');
      const { id: workspaceId } = await stage.workspace(`both-${newId()}`, [
        [ada, 'owner'],
        [grace, 'owner'],
      ]);
      const ends = await Promise.allSettled([remove(ada), remove(grace)]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await database.db.member.count({ where: { workspaceId, role: 'owner', removedAt: null } })).toBe(1);
    });

    it('asks for the password and the address first', async () => {
      await expect(remove(ada, 'else@example.com')).rejects.toMatchObject({ errors: [{ path: 'email' }] });
      const bare = deleteAccount(ada, { email: ada.actor.email }, guarded());
      await expect(bare).rejects.toMatchObject({ errors: [{ path: 'current_password' }] });
    });
  });

  describe('failed sign-ins', () => {
    const fail = async (email: string, address = '198.51.100.7') => {
      throttle = createThrottle();
      expect(await signIn(anonymous(address), { email, password: 'wrong' }, from(address))).toBeNull();
    };
    const failures = async (targetId: string) =>
      (await auditOf(ada, null, 'session.refuse')).filter((row) => row.targetId === targetId);

    it('are on record, known account or not, and what was typed only where it is an address of an account (ASVS 16.3.1)', async () => {
      await fail(ada.actor.email);
      await fail('my-password-in-the-wrong-field@example.com');
      await stage.settled();
      const [[known], unknown] = [await failures(ada.actor.id), await failures('unknown')];
      expect(known).toMatchObject({ result: 'refused', address: '198.51.100.7' });
      expect(unknown.length).toBeGreaterThan(0);
      expect(JSON.stringify(await auditOf(ada, null))).not.toContain('my-password-in-the-wrong-field');
    });

    it('never fill the disk: an hour of guessing leaves a bounded number of rows', async () => {
      for (let n = 0; n < failuresPerHour.known + 5; n += 1) await fail(ada.actor.email);
      await stage.settled();
      expect(await failures(ada.actor.id)).toHaveLength(failuresPerHour.known);
    });

    it('by a stranger do not keep out whoever signs in from where they have before (ASVS 6.3.1)', async () => {
      const credentials = { email: ada.actor.email, password: current_password };
      expect(await signIn(anonymous('203.0.113.5'), credentials, from('203.0.113.5'))).not.toBeNull();
      for (let n = 0; n < 5; n += 1) {
        await signIn(anonymous('198.51.100.7'), { ...credentials, password: 'guess' }, from('198.51.100.7'));
      }
      const elsewhere = signIn(anonymous('198.51.100.8'), credentials, from('198.51.100.8'));
      await expect(elsewhere).rejects.toMatchObject({ code: 'rate_limited' });
      expect(await signIn(anonymous('203.0.113.5'), credentials, from('203.0.113.5'))).not.toBeNull();
    });
  });

  it('the outbox shows the last hundred mails, newest first, to whoever set the installation up and to nobody else', async () => {
    await database.db.setting.deleteMany({ where: { key: setupDoneKey } });
    await database.db.setting.create({ data: { key: setupDoneKey, value: ada.actor.id } });
    const outbox = createOutbox();
    const keeping = openMailer(null, { warn: () => undefined }, { outbox });
    for (let n = 0; n < 101; n += 1) await keeping.send({ to: 'a@example.com', subject: `Mail ${n}`, text: 'Text.' });
    expect(keeping.isOn).toBe(false);
    const { mails } = await listOutbox({ ...ada, mail: keeping });
    expect([mails.length, mails[0]?.subject, mails.at(-1)?.subject]).toEqual([100, 'Mail 100', 'Mail 1']);
    const stranger = await stage.person('Stranger');
    await expect(listOutbox({ ...stranger, mail: keeping })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listOutbox(ada)).rejects.toMatchObject({ code: 'not_found' });
  });
});
