import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { openMailer } from '../mail/mailer';
import { startMailServer, type TestMailServer } from '../mail/test-mail-server';
import { createToken } from './create-token';
import { revokeToken } from './revoke-token';
import { rotateToken } from './rotate-token';
import { startWarningOfExpiry, warnOfExpiry } from './warn-of-expiry';

const day = 86_400;

describe.each(testDatabases)('warnings of expiry on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let ada: PersonCtx;
  let bob: PersonCtx;
  let mails: TestMailServer;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    mails = await startMailServer();
    stage.parts.mail = openMailer({ smtpUrl: mails.url, from: 'aerostack@example.com' }, { warn: () => undefined });
    [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    await stage.workspace('acme', [
      [ada, 'owner'],
      [bob, 'admin'],
    ]);
  });
  beforeEach(async () => {
    mails.mails.length = 0;
    mails.refused.clear();
    await database.db.token.deleteMany();
  });
  afterAll(async () => {
    await mails.close();
    await database.drop();
  });

  /** Days from now. */
  const at = (days: number) => new Date(ada.now.getTime() + days * day * 1000);
  const round = (days: number) => warnOfExpiry(stage.parts, at(days));
  const make = (name: string, days: number | null, ctx = ada) =>
    createToken(ctx, 'acme', { name, expires_in: days === null ? null : days * day });
  const subjects = () => mails.mails.map(({ message }) => /^Subject: (.*)$/m.exec(message)?.[1]);
  const warnedOf = async (id: string) => (await database.db.token.findUnique({ where: { id } }))?.expiryWarned;

  it('come 14, 7 and 1 days before it and when it has come, each once, whoever starts again in between', async () => {
    const { token } = await make('CI Bot', 90);
    const seen: [number, number | null | undefined][] = [];
    for (let days = 70; days <= 95; days += 0.25) {
      for (const _ of ['a round', 'the first round of another start']) {
        if ((await round(days)) > 0) seen.push([days, await warnedOf(token.id)]);
      }
    }
    expect(seen).toEqual([
      [76, 14],
      [83, 7],
      [89, 1],
      [90, 0],
    ]);
    const [soon, , , expired] = mails.mails.map(({ text }) => text);
    expect(soon).toMatch(/expires \d{4}-\d\d-\d\d \d\d:\d\d UTC, in 14 days/);
    expect(soon).toContain('http://127.0.0.1:4250/workspaces/acme/tokens');
    expect(expired).toMatch(/expired \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  });

  it('are one mail for each person, with all that is due', async () => {
    for (const name of ['One', 'Two', 'Three']) await make(name, 30);
    await make('Far off', 60);
    await make('Forever', null);
    await make('Theirs', 30, bob);
    expect(await round(20)).toBe(2);
    expect(mails.mails.map(({ to }) => to).sort()).toEqual([[ada.actor.email], [bob.actor.email]].sort());
    const mine = mails.mails.find(({ to }) => to[0] === ada.actor.email)?.text ?? '';
    for (const name of ['One', 'Two', 'Three']) expect(mine).toContain(`${name} (mwt_`);
    for (const name of ['Far off', 'Forever', 'Theirs']) expect(mine).not.toContain(name);
    expect(subjects().some((subject) => subject === '3 tokens expire soon')).toBe(true);
  });

  it('leave out what is revoked or replaced, but not what took its place', async () => {
    const [revoked, old] = [await make('Revoked', 30), await make('Old', 30)];
    await revokeToken(ada, 'acme', revoked.token.id);
    const { token } = await rotateToken(ada, 'acme', old.token.id, { grace: 604_800 });
    expect(await round(6.5)).toBe(0);
    expect(await round(20)).toBe(1);
    expect([await warnedOf(token.id), await warnedOf(old.token.id), await warnedOf(revoked.token.id)]).toEqual([
      14,
      null,
      null,
    ]);
  });

  it('leave out thresholds that lie before the token’s beginning, and tokens made for a day or less', async () => {
    const week = await make('A week', 7);
    await make('A day', 1);
    expect(await round(0)).toBe(0);
    expect(await round(2)).toBe(0);
    expect(await round(6)).toBe(1);
    expect(await warnedOf(week.token.id)).toBe(1);
  });

  it('say nothing of what expired long before mail was set up', async () => {
    await make('Forgotten', 30);
    expect(await round(33)).toBe(0);
  });

  it('that a mail server refused come with the next round, and hold no other up', async () => {
    const { token } = await make('Ada’s', 30);
    await make('Bob’s', 30, bob);
    mails.refused.add(ada.actor.email);
    expect(await round(20)).toBe(1);
    expect(await warnedOf(token.id)).toBeNull();
    mails.refused.clear();
    expect(await round(20.01)).toBe(1);
    expect(mails.mails.at(-1)?.to).toEqual([ada.actor.email]);
    expect(await warnedOf(token.id)).toBe(14);
  });

  it('reach everybody, however many tokens are due, in mails that can be read', async () => {
    const { token } = await make('The first', 30);
    const row = await database.db.token.findUniqueOrThrow({ where: { id: token.id } });
    const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
    const many = Array.from({ length: 1500 }, (_, number) => ({ ...row, id: id(number), hash: id(number) }));
    await database.db.token.createMany({ data: many });
    expect(await round(20)).toBe(4);
    expect(await database.db.token.count({ where: { expiryWarned: null } })).toBe(0);
    expect(mails.mails[0]?.text).toContain('and 450 more');
    expect(await round(20)).toBe(0);
  });

  it('stop when the process stops', async () => {
    const warning = startWarningOfExpiry({ ...stage.parts, log: { warn: () => undefined } });
    await warning.stop();
    expect(mails.mails).toEqual([]);
  });
});
