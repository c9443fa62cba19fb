import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../access/passwords';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle } from '../access/throttle';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { readEnv } from '../env';
import { inviteMembers } from '../members/invite-members';
import { revokeInvite } from '../members/revoke-invite';
import { linkIdentity } from './link-identity';
import { listIdentities } from './list-identities';
import type { ProviderAccount } from './provider-account';
import { signIn } from './sign-in';
import { signInWithProvider } from './sign-in-with-provider';
import { unlinkIdentity } from './unlink-identity';

const issuer = 'https://id.example.com';
const env = readEnv({
  AEROSTACK_URL: 'http://127.0.0.1:4250',
  AEROSTACK_OIDC_ISSUER: issuer,
  AEROSTACK_OIDC_CLIENT_ID: 'c',
  AEROSTACK_OIDC_CLIENT_SECRET: 's',
  AEROSTACK_OIDC_NAME: 'Acme SSO',
});

describe.each(testDatabases)('accounts at sign-in providers on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  const mails: { to: string; subject: string; text: string }[] = [];
  let sequence = 0;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    const send = async (mail: (typeof mails)[number]) => mails.push(mail) > 0;
    Object.assign(stage.parts, { env, mail: { ...stage.parts.mail, isOn: true, send } });
    owner = await stage.person('Olga');
    await stage.workspace('acme', [[owner, 'owner']]);
  });
  afterAll(async () => {
    await stage.parts.connections.close();
    await database.drop();
  });

  /** Somebody at the provider that nobody has seen before. */
  function account(email: string | null, more: Partial<ProviderAccount> = {}): ProviderAccount {
    sequence += 1;
    const isVerified = email !== null;
    return { provider: 'oidc', issuer, subject: `sub-${sequence}`, name: 'Some One', email, isVerified, ...more };
  }
  const address = () => `person-${++sequence}@example.com`;

  async function enter(
    who: ProviderAccount,
    {
      inviteToken = null,
      throttle = createThrottle(),
    }: { inviteToken?: string | null; throttle?: ReturnType<typeof createThrottle> } = {},
  ) {
    const { actor: _, ...ctx } = { ...owner, now: new Date() };
    return signInWithProvider(ctx, who, { address: '192.0.2.1', throttle, inviteToken });
  }
  async function invited(email: string) {
    const created = await inviteMembers(owner, 'acme', { email, role: 'member' });
    if (!('link' in created)) throw new Error('one link was expected');
    return { id: created.invite.id, inviteToken: created.link.slice(created.link.lastIndexOf('/') + 1) };
  }
  const usersAt = (email: string) => database.db.user.count({ where: { email } });

  /** A person whose account was made through the provider, and who is signed in. */
  async function newcomer(email = address()) {
    const { inviteToken } = await invited(email);
    const who = account(email);
    const entered = await enter(who, { inviteToken });
    if (entered.result !== 'signed_in') throw new Error(entered.result);
    const actor = { kind: 'user', via: 'session', ...entered.user, sessionId: entered.sessionId } as const;
    return { who, ctx: { ...owner, actor, now: new Date() }, user: entered.user };
  }

  it('an invite’s own page and its very address make an account without a password; the invite waits to be accepted', async () => {
    const email = address();
    const { id, inviteToken } = await invited(email);
    expect(await enter(account(email))).toEqual({ result: 'refused', reason: 'unknown' });
    expect(await enter(account(address()), { inviteToken })).toEqual({ result: 'refused', reason: 'unknown' });
    expect(await usersAt(email)).toBe(0);
    const who = account(email);
    expect(await enter(who, { inviteToken })).toMatchObject({ result: 'signed_in', user: { name: 'Some One', email } });
    expect(await database.db.user.findUnique({ where: { email } })).toMatchObject({ passwordHash: '' });
    expect(await database.db.invite.findUnique({ where: { id } })).toMatchObject({ acceptedAt: null });
    expect(await enter(who)).toMatchObject({ result: 'signed_in', user: { email } });
  });

  it('a revoked or expired invite makes no account', async () => {
    const email = address();
    const { id, inviteToken } = await invited(email);
    await database.db.invite.update({ where: { id }, data: { expiresAt: new Date() } });
    expect(await enter(account(email), { inviteToken })).toMatchObject({ result: 'refused' });
    const other = address();
    const second = await invited(other);
    await revokeInvite(owner, 'acme', second.id);
    expect(await enter(account(other), { inviteToken: second.inviteToken })).toMatchObject({ result: 'refused' });
    expect([await usersAt(email), await usersAt(other)]).toEqual([0, 0]);
  });

  it('a password that somebody else may have chosen for the address does not come along: it is asked for', async () => {
    const ada = await stage.person('Ada');
    const who = account(ada.actor.email);
    expect(await enter(who)).toEqual({ result: 'confirm', userId: ada.actor.id });
    expect(await database.db.identity.count({ where: { userId: ada.actor.id } })).toBe(0);
    expect(await database.db.session.count({ where: { userId: ada.actor.id } })).toBe(0);
    await linkIdentity(ada, who);
    expect(await enter(who)).toMatchObject({ result: 'signed_in', user: { id: ada.actor.id } });
    expect(mails.at(-1)).toMatchObject({ to: ada.actor.email, subject: 'Acme SSO can now be used to sign in as you' });
  });

  it('the word of a second provider is as good as that of the first, and the person is told', async () => {
    const { user } = await newcomer();
    const second = account(user.email, { provider: 'google', issuer: 'https://accounts.google.com' });
    expect(await enter(second)).toMatchObject({ result: 'signed_in', user: { id: user.id } });
    expect(mails.at(-1)).toMatchObject({ to: user.email });
    expect(await enter({ ...second, isVerified: false, email: null })).toMatchObject({ result: 'signed_in' });
  });

  it('the same subject of another issuer is somebody else', async () => {
    const { who } = await newcomer();
    const answer = await enter({ ...who, issuer: 'https://other.example.com', email: address() });
    expect(answer).toEqual({ result: 'refused', reason: 'unknown' });
  });

  it('an unconfirmed address is nobody’s, and a refusal leaves no address in the record', async () => {
    const { user } = await newcomer();
    expect(await enter(account(user.email, { isVerified: false }))).toEqual({
      result: 'refused',
      reason: 'unverified',
    });
    const stranger = account(address());
    await enter(stranger);
    await enter(stranger);
    const refusals = await auditOf(owner, null, 'identity.refuse');
    const [last, before] = refusals.reverse();
    expect(last).toMatchObject({ result: 'refused', actorKind: 'system', targetId: before?.targetId });
    expect(JSON.stringify(refusals)).not.toContain('@example.com');
    expect(JSON.stringify(refusals)).not.toContain(stranger.subject);
  });

  it('whoever comes twice at the same moment is one person with one identity', async () => {
    const email = address();
    const { inviteToken } = await invited(email);
    const who = account(email);
    const answers = await Promise.all([1, 2, 3].map(() => enter(who, { inviteToken })));
    expect(answers.map(({ result }) => result)).toEqual(['signed_in', 'signed_in', 'signed_in']);
    expect(await database.db.identity.count({ where: { subject: who.subject } })).toBe(1);
    expect(await usersAt(email)).toBe(1);
  });

  it('many refusals from one address have to wait, sign-ins that succeed do not', async () => {
    const throttle = createThrottle();
    const { who } = await newcomer();
    for (let n = 0; n < 30; n += 1) await enter(who, { throttle });
    for (let n = 0; n < 20; n += 1) await enter(account(address()), { throttle });
    await expect(enter(who, { throttle })).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('without a password a password never signs in', async () => {
    const { user } = await newcomer();
    const attempt = { address: '192.0.2.9', throttle: createThrottle() };
    for (const password of ['', 'nine moths in the relay panel', 'the password of nobody']) {
      expect(await signIn(owner, { email: user.email, password }, attempt)).toBeNull();
    }
  });

  it('an identity is linked to one person, and linking it again changes nothing', async () => {
    const { who, ctx } = await newcomer();
    const eve = await stage.person('Eve');
    await expect(linkIdentity(eve, who)).rejects.toMatchObject({ code: 'conflict' });
    const sent = mails.length;
    await linkIdentity(ctx, who);
    expect((await listIdentities(ctx, { limit: 100 })).identities).toHaveLength(1);
    expect(mails).toHaveLength(sent);
  });

  it('the list says what opens the account, and whose provider is gone', async () => {
    const { ctx, user } = await newcomer();
    await linkIdentity(ctx, account('old@example.com', { issuer: 'https://old.example.com' }));
    expect(await listIdentities(ctx, { limit: 100 })).toMatchObject({
      has_password: false,
      providers: [{ id: 'oidc', name: 'Acme SSO' }],
      identities: [
        { provider_name: 'old.example.com', email: 'old@example.com', usable: false },
        { provider_name: 'Acme SSO', email: user.email, usable: true },
      ],
    });
  });

  it('the last way in stays, however many are unlinked at once, and nobody unlinks another’s', async () => {
    const { ctx, user } = await newcomer();
    await linkIdentity(ctx, account(null));
    await linkIdentity(ctx, account(null, { issuer: 'https://old.example.com' }));
    const [old, second, first] = (await listIdentities(ctx, { limit: 100 })).identities.map(({ id }) => id);
    const eve = await stage.person('Eve');
    await expect(unlinkIdentity(eve, String(first))).rejects.toMatchObject({ code: 'not_found' });
    const results = await Promise.allSettled([first, second].map((id) => unlinkIdentity(ctx, String(id))));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listIdentities(ctx, { limit: 100 })).identities.filter(({ usable }) => usable)).toHaveLength(1);
    await unlinkIdentity(ctx, String(old));
    await database.db.user.update({
      where: { id: user.id },
      data: { passwordHash: await hashPassword('x'.repeat(12)) },
    });
    const [left] = (await listIdentities(ctx, { limit: 100 })).identities;
    await unlinkIdentity(ctx, String(left?.id));
    expect((await auditOf(owner, null, 'identity.unlink')).filter(({ actorId }) => actorId === user.id)).toHaveLength(
      3,
    );
  });
});
