import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnonymousCtx } from '../access/create-ctx';
import type { AnonymousCtx } from '../access/ctx';
import { hashPassword } from '../access/passwords';
import { readApiKey } from '../access/read-api-key';
import { findSession } from '../access/read-session';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle, type Throttle } from '../access/throttle';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { type Mailer, openMailer } from '../mail/mailer';
import { startMailServer, type TestMailServer } from '../mail/test-mail-server';
import { hashSecret } from '../tokens/token-format';
import { askPasswordReset } from './ask-password-reset';
import { createApiKey } from './create-api-key';
import { signIn } from './sign-in';
import { usePasswordReset } from './use-password-reset';

const old = 'purple-otter-climbs-9-stairs';
const password = 'nine moths in the relay panel';
const hour = 3_600_000;

describe.each(testDatabases)('password reset on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let server: TestMailServer;
  let mail: Mailer;
  let ctx: AnonymousCtx;
  let throttle: Throttle;
  let ada: PersonCtx;

  beforeAll(async () => {
    database = await open();
    server = await startMailServer();
    mail = openMailer({ smtpUrl: server.url, from: 'aerostack@example.com' }, { warn: () => undefined });
    stage = setStage(database);
    stage.parts.mail = mail;
  });
  afterAll(async () => {
    await mail.close();
    await server.close();
    await database.drop();
  });
  beforeEach(async () => {
    asked = 0;
    throttle = createThrottle();
    ctx = createAnonymousCtx(stage.parts, { requestId: 'r', sender: { address: '192.0.2.1', userAgent: null } });
    ada = await stage.person('Ada');
    const passwordHash = await hashPassword(old);
    await database.db.user.update({ where: { id: ada.actor.id }, data: { passwordHash } });
  });

  const from = () => ({ address: '192.0.2.1', throttle });
  const later = (ms: number) => ({ ...ctx, now: new Date(ctx.now.getTime() + ms) });
  const ask = (email: string, at = ctx) => askPasswordReset(at, { email }, from());
  const use = (token: string, chosen = password, at = ctx) => usePasswordReset(at, { token, password: chosen }, from());
  /** The mails that Ada has got, once there are so many. */
  const mailed = async (count: number, subject = /./) => {
    await stage.settled();
    const hers = () =>
      server.mails.filter(
        ({ to, message }) => to[0] === ada.actor.email && subject.test(/^Subject: (.*)$/m.exec(message)?.[1] ?? ''),
      );
    await expect.poll(() => hers().length).toBe(count);
    return hers();
  };
  let asked = 0;
  async function tokenFor(email: string, at = ctx): Promise<string> {
    asked += 1;
    await ask(email, at);
    const text = (await mailed(asked, /^Choose/)).at(-1)?.text ?? '';
    return /\/reset-password\/([0-9a-f]{40})\n/.exec(text)?.[1] ?? text;
  }

  it('whether an account exists is in no answer, and only its owner gets a mail (ASVS 6.3.8, 6.4.3)', async () => {
    expect(await ask(ada.actor.email.toUpperCase())).toEqual({});
    expect(await ask('nobody@example.com')).toEqual({});
    const mails = await mailed(1);
    expect(server.mails.flatMap(({ to }) => to)).not.toContain('nobody@example.com');
    expect(mails[0]?.text).toContain(`${stage.parts.env.url}/reset-password/`);
  });

  it('nothing is asked of the database before the answer, so that its time tells nothing', async () => {
    const touched: string[] = [];
    const db = new Proxy(stage.parts.db, {
      get(target, name, receiver) {
        touched.push(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    await ask(ada.actor.email, { ...ctx, db });
    expect(touched).toEqual([]);
    await mailed(1);
    expect(touched).not.toEqual([]);
  });

  it('asking gets slower for one address and from one place, known or not (ASVS 6.3.1)', async () => {
    for (const email of [ada.actor.email, 'nobody@example.com']) {
      for (let n = 0; n < 5; n += 1) await ask(email);
      await expect(ask(email)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
    }
    await stage.settled();
  });

  it('an account is sent five links an hour, however many ask for them', async () => {
    for (let n = 0; n < 8; n += 1) {
      throttle = createThrottle();
      await ask(ada.actor.email);
    }
    await mailed(5);
    await ask(ada.actor.email, later(hour + 1));
    await mailed(6);
  });

  it('a link sets the password, ends every session, keeps API keys, and tells the owner (ASVS 6.3.7, 7.4.3)', async () => {
    const before = await signIn(ctx, { email: ada.actor.email, password: old }, from());
    const { raw } = await createApiKey(ada, { name: 'CI' });
    const token = await tokenFor(ada.actor.email);
    await use(token);
    expect(await findSession(database.db, before?.sessionId ?? '', ctx.now)).toBeNull();
    expect(await signIn(ctx, { email: ada.actor.email, password: old }, from())).toBeNull();
    expect(await signIn(ctx, { email: ada.actor.email, password }, from())).not.toBeNull();
    expect(await readApiKey(ctx, raw, ctx.now)).toMatchObject({ id: ada.actor.id });
    const mails = await mailed(2);
    expect(mails[1]).toMatchObject({ to: [ada.actor.email] });
    expect(mails[1]?.text).toMatch(/password.*was changed[\s\S]*API keys of yours work as before/);
    const rows = (await auditOf(ctx, null)).filter((row) => row.targetId === ada.actor.id);
    expect(rows.map((row) => row.action)).toContain('user.reset_password');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('a link works once, and of ten who use it at once one does (ASVS 6.5.1)', async () => {
    const token = await tokenFor(ada.actor.email);
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => use(token)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(use(token)).rejects.toMatchObject({ code: 'not_found' });
    await stage.settled();
  });

  it('used, replaced, expired and never made are one answer (ASVS 6.4.1, 6.5.5)', async () => {
    const replaced = await tokenFor(ada.actor.email);
    const used = await tokenFor(ada.actor.email);
    await use(used);
    const expired = await tokenFor(ada.actor.email);
    const tries = [use(replaced), use(used), use(expired, password, later(hour)), use('0'.repeat(40)), use('\0')];
    const answers = await Promise.all(
      tries.map((one) => one.catch((error: Error) => `${error.name} ${error.message}`)),
    );
    expect(new Set(answers)).toEqual(new Set([answers[0]]));
    expect(answers[0]).toMatch(/cannot be used/);
    await use(expired, password, later(hour - 1));
  });

  it('a weak password is refused with its reason, and the link stays good', async () => {
    const token = await tokenFor(ada.actor.email);
    const weak = use(token, 'password1234');
    await expect(weak).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'password' }] });
    await use(token);
  });

  it('only a hash of the token is stored (ASVS 11.5.1)', async () => {
    const token = await tokenFor(ada.actor.email);
    const rows = await database.db.accountLink.findMany({ where: { userId: ada.actor.id } });
    expect(rows).toMatchObject([{ tokenHash: hashSecret(token) }]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('who signs in with the old password at the moment of the reset keeps no session', async () => {
    const token = await tokenFor(ada.actor.email);
    const signingIn = Array.from({ length: 3 }, () => signIn(ctx, { email: ada.actor.email, password: old }, from()));
    const [started] = await Promise.all([Promise.allSettled(signingIn), use(token)]);
    for (const one of started) {
      const id = one.status === 'fulfilled' ? one.value?.sessionId : undefined;
      expect(await findSession(database.db, id ?? '', ctx.now)).toBeNull();
    }
  });

  it('without mail nothing is made that nobody would get', async () => {
    const silent = { ...ctx, mail: { isOn: false, outbox: null, send: async () => false } };
    expect(await ask(ada.actor.email, silent)).toEqual({});
    await stage.settled();
    expect(await database.db.accountLink.count({ where: { userId: ada.actor.id } })).toBe(0);
  });
});
