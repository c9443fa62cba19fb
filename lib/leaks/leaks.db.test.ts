import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnonymousCtx } from '../access/create-ctx';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle } from '../access/throttle';
import { createApiKey } from '../account/create-api-key';
import { listApiKeys } from '../account/list-api-keys';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { openMailer } from '../mail/mailer';
import { startMailServer, type TestMailServer } from '../mail/test-mail-server';
import { inviteMembers } from '../members/invite-members';
import { listInvites } from '../members/list-invites';
import { lookAtInvite } from '../members/look-at-invite';
import { CreatedInvite } from '../members/schemas';
import { createToken } from '../tokens/create-token';
import { getToken } from '../tokens/get-token';
import { pauseToken } from '../tokens/pause-token';
import { revokeToken } from '../tokens/revoke-token';
import { rotateToken } from '../tokens/rotate-token';
import { hashSecret, issueSecret } from '../tokens/token-format';
import { updateWorkspace } from '../workspaces/update-workspace';
import { reportFromGithub } from './report-from-github';
import { reportLeaks } from './report-leaks';

const code = (name: string) => expect.objectContaining({ code: name });

describe.each(testDatabases)('leaked tokens on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let acme: { id: string; slug: string };
  let loose: { id: string; slug: string };
  let mails: TestMailServer;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    mails = await startMailServer();
    stage.parts.mail = openMailer({ smtpUrl: mails.url, from: 'aerostack@example.com' }, { warn: () => undefined });
    owner = await stage.person('Owner');
    acme = await stage.workspace('acme', [[owner, 'owner']]);
    loose = await stage.workspace('loose', [[owner, 'owner']]);
    await updateWorkspace(owner, 'loose', { token_policy: { on_leak: 'notify' } });
  });
  beforeEach(() => {
    mails.mails.length = 0;
    stage.closedStreams.length = 0;
  });
  afterAll(async () => {
    await mails.close();
    await database.drop();
  });

  const anonymous = (now = new Date()) => createAnonymousCtx(stage.parts, { requestId: newId(), now });
  const report = (...tokens: string[]) =>
    reportLeaks(anonymous(), { tokens }, { address: '192.0.2.1', throttle: createThrottle() });
  const make = (slug = 'acme', ctx = owner) => createToken(ctx, slug, { name: 'CI Bot' });
  const mailed = () => expect.poll(() => mails.mails.length, { interval: 10 });

  it('end at once, with their streams, and are marked, recorded and told', async () => {
    const { token, raw } = await make();
    expect(await report(raw)).toEqual({});
    expect(stage.closedStreams).toEqual([token.id]);
    expect(await getToken(owner, 'acme', token.id)).toMatchObject({
      status: 'revoked',
      revoked_reason: 'leaked',
      revoked_by: null,
      exposed_at: expect.any(String),
      exposed_source: 'report',
    });
    const rows = (await auditOf(owner, acme.id)).filter(({ targetId }) => targetId === token.id).slice(1);
    expect(rows).toMatchObject([
      { action: 'token.exposed', actorKind: 'system', actorId: null },
      { action: 'token.revoke', actorKind: 'system', actorId: null },
    ]);
    expect(JSON.stringify(rows)).not.toContain(raw);
    await mailed().toBe(1);
    const [{ to, text } = { to: [], text: '' }] = mails.mails;
    expect(to).toEqual([owner.actor.email]);
    expect(text).toContain(`Token CI Bot, ${token.hint}, of acme`);
    expect(text).toContain('It no longer works');
    expect(text).not.toContain(raw);
  });

  it('go on, marked and told, in a workspace that only wants to know', async () => {
    const { token, raw } = await make('loose');
    await report(raw);
    expect(stage.closedStreams).toEqual([]);
    expect(await getToken(owner, 'loose', token.id)).toMatchObject({ status: 'active', exposed_source: 'report' });
    expect(await auditOf(owner, loose.id, 'token.exposed')).toHaveLength(1);
    await mailed().toBe(1);
    expect(mails.mails[0]?.text).toContain('It still works');
  });

  it('reported again change nothing, but for a workspace that has come to want them ended', async () => {
    const [strict, lax] = [await make(), await make('loose')];
    await report(strict.raw, lax.raw);
    await mailed().toBe(1);
    const before = [await getToken(owner, 'acme', strict.token.id), await getToken(owner, 'loose', lax.token.id)];
    const count = () => database.db.auditEntry.count();
    const recorded = await count();
    await Promise.all([report(strict.raw, lax.raw), report(lax.raw, lax.raw, strict.raw)]);
    expect([await getToken(owner, 'acme', strict.token.id), await getToken(owner, 'loose', lax.token.id)]).toEqual(
      before,
    );
    expect(await count()).toBe(recorded);

    await updateWorkspace(owner, 'loose', { token_policy: { on_leak: 'revoke' } });
    await report(strict.raw, lax.raw);
    const { exposed_at } = before[1] ?? {};
    expect(await getToken(owner, 'loose', lax.token.id)).toMatchObject({ status: 'revoked', exposed_at });
    await updateWorkspace(owner, 'loose', { token_policy: { on_leak: 'notify' } });
    await mailed().toBe(2);
  });

  it('reported many times at once are marked, ended and told once', async () => {
    const { token, raw } = await make();
    await Promise.all(Array.from({ length: 8 }, () => report(raw)));
    const rows = (await auditOf(owner, acme.id)).filter(({ targetId }) => targetId === token.id);
    expect(rows.map(({ action }) => action)).toEqual(['token.create', 'token.exposed', 'token.revoke']);
    await mailed().toBe(1);
  });

  it('are marked, too, when they are paused, in their grace or ended already, and keep the reason of their end', async () => {
    const [paused, old, revoked] = [await make(), await make(), await make()];
    await pauseToken(owner, 'acme', paused.token.id);
    await rotateToken(owner, 'acme', old.token.id, { grace: 900 });
    const before = await revokeToken(owner, 'acme', revoked.token.id);
    await report(paused.raw, old.raw, revoked.raw);
    for (const { token } of [paused, old])
      expect(await getToken(owner, 'acme', token.id)).toMatchObject({ status: 'revoked', revoked_reason: 'leaked' });
    const { exposed_at, exposed_source, ...rest } = await getToken(owner, 'acme', revoked.token.id);
    expect({ ...rest, exposed_at: null, exposed_source: null }).toEqual(before);
    expect([exposed_at, exposed_source]).toEqual([expect.any(String), 'report']);
    await mailed().toBe(1);
  });

  it('end an API key, too, and tell its owner and nobody else', async () => {
    const other = await stage.person('Other');
    const { api_key, raw } = await createApiKey(other, { name: 'Laptop' });
    await report(raw);
    expect((await listApiKeys(other, {})).api_keys).toEqual([]);
    const rows = (await auditOf(owner, null, 'api_key.exposed')).filter(({ targetId }) => targetId === api_key.id);
    expect(rows).toMatchObject([{ actorKind: 'system' }]);
    await mailed().toBe(1);
    expect(mails.mails[0]?.to).toEqual([other.actor.email]);
  });

  it('end an invite, too, before anybody takes it, and tell who sent it', async () => {
    const made = await inviteMembers(owner, 'acme', { email: 'grace@example.com', role: 'member' });
    const { invite, link } = CreatedInvite.parse(made);
    await mailed().toBe(1);
    mails.mails.length = 0;
    const raw = link.slice(link.lastIndexOf('/') + 1);
    await Promise.all([report(raw), report(raw)]);
    const who = { address: '192.0.2.1', throttle: createThrottle(), who: async () => null };
    await expect(lookAtInvite(anonymous(), { invite_token: raw }, who)).rejects.toEqual(code('not_found'));
    expect((await listInvites(owner, 'acme', {})).invites).toEqual([]);
    const rows = (await auditOf(owner, acme.id)).filter(({ targetId }) => targetId === invite.id).slice(1);
    expect(rows).toMatchObject([{ action: 'invite.exposed', actorKind: 'system' }]);
    await mailed().toBe(1);
    expect(mails.mails[0]?.to).toEqual([owner.actor.email]);
    expect(mails.mails[0]?.text).toContain('The invite of grace@example.com to acme');
    expect(mails.mails[0]?.text).not.toContain(raw);
  });

  it('are told to the owners of the workspace when their own person has left it', async () => {
    const left = await stage.person('Left');
    const shared = await stage.workspace('shared', [
      [owner, 'owner'],
      [left, 'admin'],
    ]);
    const { raw } = await make('shared', left);
    const where = { workspaceId: shared.id, userId: left.actor.id };
    await database.db.member.updateMany({ where, data: { removedAt: new Date() } });
    await report(raw);
    await mailed().toBe(1);
    expect(mails.mails[0]?.to).toEqual([owner.actor.email]);
  });

  it.each([
    (raw: string) => ` ${raw}\n`,
    (raw: string) => `"Authorization": "Bearer ${raw}",`,
    (raw: string) => `https://example.com/?key=${raw}&x=1`,
    (raw: string) => `${issueSecret('mwt_')}${raw}`,
  ])('end whatever was copied along with them', async (around) => {
    const { token, raw } = await make();
    await report(...Array.from({ length: 999 }, () => raw.slice(0, -1)), around(raw));
    expect(await getToken(owner, 'acme', token.id)).toMatchObject({ status: 'revoked', revoked_reason: 'leaked' });
  });

  it('whatever is reported, the answer is the same', async () => {
    const { raw } = await make();
    const texts = [
      '',
      'mwt_',
      'x'.repeat(10_000),
      issueSecret('mwt_'),
      issueSecret('mwi_'),
      issueSecret('ak_'),
      `${raw} `,
    ];
    for (const text of [...texts, raw, '\u0000', raw.toUpperCase()]) expect(await report(text)).toEqual({});
    expect(await report(...Array.from({ length: 1000 }, () => issueSecret('mwt_')))).toEqual({});
  });

  it('many reports from one address have to wait, and what waits has no effect', async () => {
    const throttle = createThrottle();
    const ctx = anonymous();
    const from = (address: string, tokens: string[]) => reportLeaks(ctx, { tokens }, { address, throttle });
    const { token, raw } = await make();
    for (let count = 0; count < 20; count += 1) await from('192.0.2.7', ['x']);
    await expect(from('192.0.2.7', [raw])).rejects.toEqual(code('rate_limited'));
    expect(await getToken(owner, 'acme', token.id)).toMatchObject({ status: 'active', exposed_at: null });
    expect(await from('192.0.2.8', [raw])).toEqual({});
  });

  it('too many or too few at once are refused whole', async () => {
    await expect(report()).rejects.toMatchObject({ name: 'ZodError' });
    await expect(report(...Array.from({ length: 1001 }, () => 'x'))).rejects.toMatchObject({ name: 'ZodError' });
  });

  describe('from GitHub', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keys = {
      find: async ({ identifier }: { identifier: string }) => (identifier === 'current' ? publicKey : null),
    };
    const signed = (input: unknown, key: KeyObject = privateKey) => {
      const bytes = Buffer.from(JSON.stringify(input));
      return { bytes, identifier: 'current', signature: sign('sha256', bytes, key).toString('base64'), keys };
    };

    it('are ended, and it hears of each match whether it was one', async () => {
      const { token, raw } = await make();
      const unknown = issueSecret('mwt_');
      const url = `https://github.com/octocat/Hello-World/blob/1/a.txt?${raw}`;
      const input = [
        { token: raw, type: 'aerostack_workspace_token', url, source: 'content' },
        { token: unknown, type: 'aerostack_workspace_token', url: '', source: 'commit' },
        { token: 'no token', type: 'other', later: 'field' },
        { token: `"${raw}"`, type: 'quoted', url },
      ];
      expect(await reportFromGithub(anonymous(), input, signed(input))).toEqual([
        { token_hash: hashSecret(raw), token_type: 'aerostack_workspace_token', label: 'true_positive' },
        { token_hash: hashSecret(unknown), token_type: 'aerostack_workspace_token', label: 'false_positive' },
        { token_hash: hashSecret('no token'), token_type: 'other', label: 'false_positive' },
        { token_hash: hashSecret(`"${raw}"`), token_type: 'quoted', label: 'true_positive' },
      ]);
      expect(await getToken(owner, 'acme', token.id)).toMatchObject({
        status: 'revoked',
        exposed_source: 'github: https://github.com/octocat/Hello-World/blob/1/a.txt?mwt_…',
      });
      // Sent twice, as GitHub may: the same answer.
      expect((await reportFromGithub(anonymous(), input, signed(input)))[0]?.label).toBe('true_positive');
    });

    it('have no effect unless GitHub signed these very bytes', async () => {
      const { token, raw } = await make();
      const input = [{ token: raw, type: 't', url: '', source: 'content' }];
      const good = signed(input);
      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      for (const forged of [
        { ...good, signature: null },
        { ...good, identifier: null },
        { ...good, identifier: 'unknown' },
        { ...good, signature: '' },
        { ...good, signature: 'bm90IGEgc2lnbmF0dXJl' },
        { ...good, bytes: Buffer.from(` ${good.bytes}`) },
        signed(input, other),
        { ...good, signature: signed([]).signature },
      ]) {
        await expect(reportFromGithub(anonymous(), input, forged)).rejects.toEqual(code('forbidden'));
      }
      expect(await getToken(owner, 'acme', token.id)).toMatchObject({ status: 'active', exposed_at: null });
    });
  });
});
