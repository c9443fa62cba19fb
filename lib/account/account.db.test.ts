import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnonymousCtx } from '../access/create-ctx';
import type { AnonymousCtx } from '../access/ctx';
import { readApiKey } from '../access/read-api-key';
import { findSession } from '../access/read-session';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle, type Throttle } from '../access/throttle';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createApiKey } from './create-api-key';
import { deleteApiKey } from './delete-api-key';
import { endSession } from './end-session';
import { listApiKeys } from './list-api-keys';
import { listSessions } from './list-sessions';
import { setUp } from './set-up';
import { ensureSetupCode } from './setup-code';
import { signIn } from './sign-in';

const password = 'purple-otter-climbs-9-stairs';
const ada = { email: 'ada@example.com', name: 'Ada', password };
const day = 86_400_000;

describe.each(testDatabases)('account on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let ctx: AnonymousCtx;
  let throttle: Throttle;
  const attempt = () => ({ address: '192.0.2.1', userAgent: 'Browser', throttle });

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    const sender = { address: '192.0.2.1', userAgent: 'Browser' };
    ctx = createAnonymousCtx(stage.parts, { requestId: 'request-1', sender });
    throttle = createThrottle();
  });

  describe('set-up', () => {
    it('each start makes a new code, stores only its hash, and voids the one before', async () => {
      const first = await ensureSetupCode(database.db, { setupCode: undefined });
      const second = await ensureSetupCode(database.db, { setupCode: undefined });
      expect(first).toMatch(/^[0-9a-f]{40}$/);
      expect(second).not.toBe(first);
      const settings = await database.db.setting.findMany();
      expect(settings.map((row) => row.value)).toContain(
        createHash('sha256')
          .update(second ?? '')
          .digest('hex'),
      );
      expect(JSON.stringify(settings)).not.toContain(second);
      await expect(setUp(ctx, { ...ada, code: first ?? '' }, attempt())).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('a wrong code makes nobody, and guessing it gets slower', async () => {
      const guess = () => setUp(ctx, { ...ada, code: 'wrong' }, attempt());
      for (let n = 0; n < 20; n += 1) await expect(guess()).rejects.toMatchObject({ code: 'forbidden' });
      await expect(guess()).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
      expect(await database.db.user.count()).toBe(0);
    });

    it('a weak password makes nobody and says why', async () => {
      const code = (await ensureSetupCode(database.db, stage.parts.env)) ?? '';
      const weak = setUp(ctx, { ...ada, code, password: 'password1234' }, attempt());
      await expect(weak).rejects.toMatchObject({ code: 'invalid_input', errors: [{ path: 'password' }] });
      expect(await database.db.user.count()).toBe(0);
    });

    it('ten who set up at once make one user; everyone after is told that it is done', async () => {
      const code = (await ensureSetupCode(database.db, stage.parts.env)) ?? '';
      expect(code).toBe('the-code-of-these-tests');
      const tries = Array.from({ length: 10 }, (_, n) =>
        setUp(ctx, { ...ada, email: `u${n}@example.com`, code }, attempt()),
      );
      const results = await Promise.allSettled(tries);
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won).toHaveLength(1);
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
      expect(refused).toEqual(Array.from({ length: 9 }, () => 'conflict'));
      expect(await database.db.user.count()).toBe(1);
      expect(await auditOf(ctx, null, 'user.set_up')).toHaveLength(1);

      const key = won[0]?.api_key ?? '';
      expect(await readApiKey(ctx, key, ctx.now)).toMatchObject({ id: won[0]?.user.id, via: 'api_key' });
      await expect(setUp(ctx, { ...ada, code }, attempt())).rejects.toMatchObject({ code: 'conflict' });
      expect(await ensureSetupCode(database.db, stage.parts.env)).toBeNull();
      await database.db.user.updateMany({ data: { email: ada.email } });
    });
  });

  describe('sessions', () => {
    it('the right password starts a session that is found, listed and ended at once', async () => {
      const started = await signIn(ctx, { email: ' ADA@example.com', password }, attempt());
      const sessionId = started?.sessionId ?? '';
      const actor = await findSession(database.db, sessionId, ctx.now);
      expect(actor).toMatchObject({ kind: 'user', email: ada.email, via: 'session', sessionId });
      if (actor === null) return;
      const me = { ...ctx, actor };
      const { sessions } = await listSessions(me, {});
      expect(sessions).toEqual([expect.objectContaining({ id: sessionId, current: true, user_agent: 'Browser' })]);
      await endSession(me, sessionId);
      expect(await findSession(database.db, sessionId, ctx.now)).toBeNull();
      await expect(endSession(me, sessionId)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('nobody can end the session of someone else (ASVS 7.4.5)', async () => {
      const started = await signIn(ctx, ada_(), attempt());
      const stranger = await stage.person('Stranger');
      await expect(endSession(stranger, started?.sessionId ?? '')).rejects.toMatchObject({ code: 'not_found' });
      expect(await findSession(database.db, started?.sessionId ?? '', ctx.now)).not.toBeNull();
    });

    it('a session dies after 7 days without use and after 30 in any case (ASVS 7.3.1, 7.3.2)', async () => {
      const started = await signIn(ctx, ada_(), attempt());
      const at = (ms: number) => findSession(database.db, started?.sessionId ?? '', new Date(ctx.now.getTime() + ms));
      for (const days of [6, 12, 18, 24, 29]) expect(await at(days * day)).not.toBeNull();
      expect(await at(30 * day)).toBeNull();
      const idle = await signIn(ctx, ada_(), attempt());
      const later = (ms: number) => findSession(database.db, idle?.sessionId ?? '', new Date(ctx.now.getTime() + ms));
      expect(await later(7 * day)).toBeNull();
    });

    it.each([
      ['a wrong password', { email: ada.email, password: `${password}!` }],
      ['an unknown address', { email: 'nobody@example.com', password }],
      ['something that is no address', { email: 'ada', password }],
      ['a password longer than any', { email: ada.email, password: password.padEnd(129, 'x') }],
      ['no password', { email: ada.email, password: '' }],
    ])('%s gets the one answer that says nothing (ASVS 6.3.8)', async (_, input) => {
      expect(await signIn(ctx, input, attempt())).toBeNull();
    });

    it('guessing at an account gets slower, known or not, and the right password waits as well (ASVS 6.3.1)', async () => {
      for (const email of [ada.email, 'nobody@example.com']) {
        for (let n = 0; n < 5; n += 1)
          expect(await signIn(ctx, { email, password: `guess ${n}` }, attempt())).toBeNull();
        const next = signIn(ctx, { email, password }, attempt());
        await expect(next).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
      }
      const afterwards = { ...ctx, now: new Date(ctx.now.getTime() + 1000) };
      expect(await signIn(afterwards, ada_(), attempt())).not.toBeNull();
    });

    const ada_ = () => ({ email: ada.email, password });
  });

  describe('API keys', () => {
    let me: PersonCtx;
    beforeEach(async () => {
      me = await stage.person('Keyholder');
    });

    it('a key opens the account until it expires, and only its SHA-256 is stored', async () => {
      const { raw, api_key } = await createApiKey(me, { name: 'CLI', expires_in: 60 });
      expect(raw).toMatch(/^ak_[0-9a-f]{48}$/);
      expect(await readApiKey(ctx, raw, me.now)).toMatchObject({ id: me.actor.id, via: 'api_key' });
      expect(await readApiKey(ctx, raw, new Date(me.now.getTime() + 60_000))).toBeNull();
      const row = await database.db.apiKey.findUniqueOrThrow({ where: { id: api_key.id } });
      expect(row.hash).toBe(createHash('sha256').update(raw).digest('hex'));
      expect(JSON.stringify([row, await listApiKeys(me, {}), await auditOf(ctx, null)])).not.toContain(raw);
    });

    it('a deleted key opens nothing from then on, and nobody deletes that of someone else', async () => {
      const { raw, api_key } = await createApiKey(me, { name: 'Leaked' });
      const stranger = await stage.person('Stranger');
      await expect(deleteApiKey(stranger, api_key.id)).rejects.toMatchObject({ code: 'not_found' });
      expect(await readApiKey(ctx, raw, me.now)).not.toBeNull();
      await deleteApiKey(me, api_key.id);
      expect(await readApiKey(ctx, raw, me.now)).toBeNull();
      await expect(deleteApiKey(me, api_key.id)).rejects.toMatchObject({ code: 'not_found' });
      const rows = (await auditOf(ctx, null)).filter((row) => row.targetId === api_key.id);
      expect(rows.map((row) => row.action).sort()).toEqual(['api_key.create', 'api_key.delete']);
    });

    it('a workspace token is no API key', async () => {
      const { raw } = await createApiKey(me, { name: 'CLI' });
      expect(await readApiKey(ctx, raw.replace('ak_', 'mwt_'), me.now)).toBeNull();
      expect(await readApiKey(ctx, raw.toUpperCase(), me.now)).toBeNull();
    });

    it('a list shows only keys of one’s own, and when one was used', async () => {
      const { raw, api_key } = await createApiKey(me, { name: 'Mine' });
      await createApiKey(await stage.person('Stranger'), { name: 'Theirs' });
      await readApiKey(ctx, raw, me.now);
      const { api_keys } = await listApiKeys(me, {});
      expect(api_keys).toEqual([{ ...api_key, last_used_at: me.now.toISOString() }]);
    });
  });
});
