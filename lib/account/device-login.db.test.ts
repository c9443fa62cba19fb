import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnonymousCtx } from '../access/create-ctx';
import { readApiKey } from '../access/read-api-key';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle, type Throttle } from '../access/throttle';
import { inTransaction } from '../db/in-transaction';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { askDeviceLogin } from './ask-device-login';
import { collectDeviceLogin } from './collect-device-login';
import { decideDeviceLogin } from './decide-device-login';
import { userCodeLetters } from './device-login';
import { endSessions } from './end-sessions';
import { lookAtDeviceLogin } from './look-at-device-login';

const second = 1_000;
const minute = 60_000;

describe.each(testDatabases)('signing a terminal in on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let throttle: Throttle;
  let ada: PersonCtx;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
  });
  afterAll(async () => {
    await stage.parts.connections.close();
    await database.drop();
  });
  beforeEach(async () => {
    await database.db.deviceLogin.deleteMany();
    throttle = createThrottle();
    ada = await stage.person('Ada');
  });

  const anonymous = (atMs = Date.now(), address = '192.0.2.1') =>
    createAnonymousCtx(stage.parts, { requestId: 'r', now: new Date(atMs), sender: { address, userAgent: null } });
  const begin = (atMs?: number, address = '192.0.2.1') =>
    askDeviceLogin(anonymous(atMs, address), { machine: 'laptop' }, { address, throttle: createThrottle() });
  const decide = (who: PersonCtx, user_code: string, decision: 'approve' | 'deny') =>
    decideDeviceLogin(who, { user_code, decision }, { throttle });
  const collect = (device_code: string, atMs = Date.now()) => collectDeviceLogin(anonymous(atMs), { device_code });

  it('gives the terminal a key of who approved, once, and the key is in nobody’s database', async () => {
    const asked = await begin();
    expect(asked).toMatchObject({ expires_in: 600, verification_uri: 'http://127.0.0.1:4250/device' });
    expect(asked.user_code).toMatch(new RegExp(`^[${userCodeLetters}]{4}-[${userCodeLetters}]{4}$`));
    expect(asked.verification_uri_complete).toBe(`http://127.0.0.1:4250/device?code=${asked.user_code}`);
    const now = Date.now();
    expect(await collect(asked.device_code, now)).toEqual({ status: 'pending', interval: asked.interval });
    await decide(ada, asked.user_code.toLowerCase().replace('-', ' '), 'approve');
    const collected = await collect(asked.device_code, now + asked.interval * second);
    if (collected.status !== 'approved') throw new Error(collected.status);
    expect(collected).toMatchObject({
      user: { id: ada.actor.id },
      api_key: { name: 'aerostack on laptop', expires_at: null },
    });
    expect(await readApiKey(stage.parts, collected.raw, new Date())).toMatchObject({
      id: ada.actor.id,
      via: 'api_key',
    });
    expect(await collect(asked.device_code, now + minute)).toEqual({ status: 'expired' });
    const stored = JSON.stringify([await database.db.apiKey.findMany(), await auditOf(ada, null)]);
    for (const secret of [collected.raw, asked.device_code]) expect(stored).not.toContain(secret);
  });

  it('records who decided about what, and the key, each in the transaction of the deed', async () => {
    const [yes, no] = [await begin(), await begin()];
    await decide(ada, yes.user_code, 'approve');
    await decide(ada, no.user_code, 'deny');
    await collect(yes.device_code);
    const own = (await auditOf(ada, null)).filter(({ actorId }) => actorId === ada.actor.id);
    expect(own.map(({ action, details }) => [action, JSON.parse(details).name])).toEqual([
      ['device_login.approve', 'laptop'],
      ['device_login.deny', 'laptop'],
      ['api_key.create', 'aerostack on laptop'],
    ]);
  });

  it('keeps the code that a terminal asks with as a hash only', async () => {
    const { device_code } = await begin();
    expect(JSON.stringify(await database.db.deviceLogin.findMany())).not.toContain(device_code);
  });

  it('tells who is about to approve which machine asks, from where, and whether that is where they are', async () => {
    const { user_code } = await begin();
    const look = (address: string) =>
      lookAtDeviceLogin({ ...ada, sender: { address, userAgent: null } }, { user_code }, { throttle });
    expect(await look('192.0.2.1')).toMatchObject({
      user_code,
      machine: 'laptop',
      address: '192.0.2.1',
      same_address: true,
    });
    expect((await look('198.51.100.7')).same_address).toBe(false);
    expect(await database.db.deviceLogin.findFirst()).toMatchObject({ approvedById: null, deniedAt: null });
  });

  it('of many who decide at once one does, and of many who collect at once one gets a key', async () => {
    const { user_code, device_code } = await begin();
    const grace = await stage.person('Grace');
    const decided = await Promise.allSettled([ada, grace, ada, grace].map((who) => decide(who, user_code, 'approve')));
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const now = Date.now();
    const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => collect(device_code, now + i * minute)));
    expect(answers.filter(({ status }) => status === 'approved')).toHaveLength(1);
    expect(await database.db.apiKey.count({ where: { userId: { in: [ada.actor.id, grace.actor.id] } } })).toBe(1);
  });

  it('is over when it was denied', async () => {
    const { user_code, device_code } = await begin();
    await decide(ada, user_code, 'deny');
    await expect(decide(ada, user_code, 'approve')).rejects.toMatchObject({ code: 'not_found' });
    expect(await collect(device_code)).toEqual({ status: 'denied' });
    expect(await collect(device_code)).toEqual({ status: 'expired' });
  });

  it('is over after ten minutes, approved or not, and then takes no room', async () => {
    const past = Date.now() - 11 * minute;
    const [late, approved] = [await begin(past), await begin(past)];
    await decide({ ...ada, now: new Date(past) }, approved.user_code, 'approve');
    await expect(decide(ada, late.user_code, 'approve')).rejects.toMatchObject({ code: 'not_found' });
    for (const { device_code } of [late, approved]) expect(await collect(device_code)).toEqual({ status: 'expired' });
    await begin();
    expect(await database.db.deviceLogin.count()).toBe(1);
  });

  it('is taken back with the sessions of who approved it', async () => {
    const { user_code, device_code } = await begin();
    await decide(ada, user_code, 'approve');
    await inTransaction(ada, (tx) => endSessions(tx, ada, ada.actor.id));
    expect(await collect(device_code)).toEqual({ status: 'expired' });
  });

  it('is not approved by a session that was ended while it asked', async () => {
    const { user_code, device_code } = await begin();
    const now = new Date();
    const session = { id: 'ended-session', userId: ada.actor.id, endedAt: now };
    const times = { createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 60_000) };
    await database.db.session.create({ data: { ...session, ...times } });
    const ended = { ...ada, actor: { ...ada.actor, sessionId: session.id } };
    await expect(decide(ended, user_code, 'approve')).rejects.toMatchObject({ code: 'not_signed_in' });
    expect(await collect(device_code)).toMatchObject({ status: 'pending' });
  });

  it('answers who asks too often with slow_down and nothing else', async () => {
    const { user_code, device_code } = await begin();
    const now = Date.now();
    await collect(device_code, now);
    await decide(ada, user_code, 'approve');
    expect(await collect(device_code, now + second)).toEqual({ status: 'slow_down', interval: 2 });
    expect((await collect(device_code, now + 2 * second)).status).toBe('approved');
  });

  it('holds no more than twenty that wait from one address', async () => {
    for (let i = 0; i < 20; i += 1) await begin();
    await expect(begin()).rejects.toMatchObject({ code: 'rate_limited' });
    await begin(undefined, '192.0.2.2');
  });

  it('slows down who tries codes, and nobody who types the right one', async () => {
    const guess = () => lookAtDeviceLogin(ada, { user_code: 'BBBB-BBBB' }, { throttle }).catch(({ code }) => code);
    const codes = [];
    for (let i = 0; i < 7; i += 1) codes.push(await guess());
    expect([codes[0], codes.at(-1)]).toEqual(['not_found', 'rate_limited']);
    const { user_code } = await begin();
    const grace = await stage.person('Grace');
    for (let i = 0; i < 10; i += 1) await lookAtDeviceLogin(grace, { user_code }, { throttle });
  });
});
