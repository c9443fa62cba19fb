import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createToken } from './create-token';
import { explainToken } from './explain-token';
import { findToken } from './find-token';
import { getToken } from './get-token';
import { listTokens } from './list-tokens';
import { pauseToken, resumeToken } from './pause-token';
import { revokeToken } from './revoke-token';
import { revokeTokens } from './revoke-tokens';
import { rotateToken } from './rotate-token';
import { CreatedToken, Token, TokenList } from './schemas';
import { hashSecret, issueSecret } from './token-format';
import { updateToken } from './update-token';

const notFound = expect.objectContaining({ code: 'not_found', message: 'There is nothing here, or it is not yours.' });
const forbidden = expect.objectContaining({ code: 'forbidden' });
const day = 86_400;

describe.each(testDatabases)('tokens on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let member: PersonCtx;
  let stranger: PersonCtx;
  let acme: { id: string; slug: string };

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    [owner, member, stranger] = [
      await stage.person('Owner'),
      await stage.person('Member'),
      await stage.person('Stranger'),
    ];
    acme = await stage.workspace('acme', [
      [owner, 'owner'],
      [member, 'member'],
    ]);
    await stage.workspace('elsewhere', [[stranger, 'owner']]);
  });
  afterAll(() => database.drop());

  it('a new token comes with the block that a client takes as it is', async () => {
    const created = CreatedToken.parse(await createToken(owner, 'acme', { name: ' CI Bot ', expires_in: day }));
    expect(created.raw).toMatch(/^mwt_[0-9a-f]{48}$/);
    expect(created.mcp_json).toEqual({
      mcpServers: {
        acme: { url: 'http://127.0.0.1:4250/ws/acme', headers: { Authorization: `Bearer ${created.raw}` } },
      },
    });
    const { id, name, email } = owner.actor;
    expect(created.token).toMatchObject({ name: 'CI Bot', status: 'active', active: true, last_used_at: null });
    expect(created.token).toMatchObject({ created_by: { id, name, email }, member: { id, name, email } });
    expect(created.token.expires_at).toBe(new Date(owner.now.getTime() + day * 1000).toISOString());
    expect(created.token.hint).toBe(`${created.raw.slice(0, 8)}…${created.raw.slice(-4)}`);
  });

  it('only the SHA-256 of a token is stored, and nothing ever shows the token again', async () => {
    const { raw, token } = await createToken(owner, 'acme', { name: 'Secret' });
    const row = await database.db.token.findUniqueOrThrow({ where: { id: token.id } });
    expect(row.hash).toBe(createHash('sha256').update(raw).digest('hex'));
    const shown = [
      row,
      await getToken(owner, 'acme', token.id),
      await listTokens(owner, 'acme', {}),
      await auditOf(owner, acme.id),
    ];
    expect(JSON.stringify(shown)).not.toContain(raw);
    expect(JSON.stringify(shown.slice(1))).not.toContain(row.hash);
  });

  it('creating, renaming and revoking each leave exactly one audit row, and changing nothing leaves none', async () => {
    const { token } = await createToken(owner, 'acme', { name: 'Audited' });
    await updateToken(owner, 'acme', token.id, { name: 'Renamed' });
    await updateToken(owner, 'acme', token.id, {});
    await revokeToken(owner, 'acme', token.id);
    await revokeToken(owner, 'acme', token.id);
    const rows = (await auditOf(owner, acme.id)).filter((row) => row.targetId === token.id);
    expect(rows.map((row) => row.action).sort()).toEqual(['token.create', 'token.revoke', 'token.update']);
    expect(rows.every((row) => row.actorId === owner.actor.id && row.requestId === owner.requestId)).toBe(true);
  });

  it('a revoked token stays on record as who ended it first and when, however often it is revoked', async () => {
    const { token } = await createToken(owner, 'acme', { name: 'Twice' });
    const first = Token.parse(await revokeToken(stage.later(owner, 1000), 'acme', token.id));
    const second = await revokeToken(stage.later(owner, 9000), 'acme', token.id);
    expect(first).toMatchObject({ status: 'revoked', active: false, revoked_by: { id: owner.actor.id } });
    expect(second).toEqual(first);
    expect(stage.closedStreams).toContain(token.id);
  });

  it('ten who revoke at once agree, and one of them did it', async () => {
    const { token } = await createToken(owner, 'acme', { name: 'Raced' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => revokeToken(owner, 'acme', token.id)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const rows = await auditOf(owner, acme.id, 'token.revoke');
    expect(rows.filter((row) => row.targetId === token.id)).toHaveLength(1);
  });

  it('an expired token is shown as expired from the second of its expiry on', async () => {
    const { token } = await createToken(owner, 'acme', { name: 'Short', expires_in: 60 });
    expect(await getToken(stage.later(owner, 59_999), 'acme', token.id)).toMatchObject({ status: 'active' });
    expect(await getToken(stage.later(owner, 60_000), 'acme', token.id)).toMatchObject({
      status: 'expired',
      active: false,
    });
  });

  it('lives as few seconds as somebody asks for', async () => {
    const { token } = await createToken(owner, 'acme', { name: 'Brief', expires_in: 1 });
    expect(Date.parse(token.expires_at ?? '') - Date.parse(token.created_at)).toBe(1_000);
  });

  it('pages hold every token once, newest first, whatever comes in between', async () => {
    await stage.workspace('paged', [[owner, 'owner']]);
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1)
      made.unshift((await createToken(stage.later(owner, n), 'paged', { name: `n${n}` })).token.id);
    const first = TokenList.parse(await listTokens(owner, 'paged', { limit: 3 }));
    await createToken(stage.later(owner, 1000), 'paged', { name: 'late' });
    const second = await listTokens(owner, 'paged', { limit: 3, cursor: first.next_cursor ?? '' });
    const third = await listTokens(owner, 'paged', { limit: 3, cursor: second.next_cursor ?? '' });
    expect([first, second, third].flatMap((page) => page.tokens.map((token) => token.id))).toEqual(made);
    expect(third.next_cursor).toBeNull();
  });

  it('a member does with their own tokens what an admin does with all', async () => {
    const mine = await createToken(member, 'acme', { name: 'Cursor' });
    const its = mine.token.id;
    expect((await listTokens(member, 'acme', {})).tokens).toEqual([mine.token]);
    expect(await findToken(member, 'acme', { hash: hashSecret(mine.raw) })).toEqual(mine.token);
    expect((await explainToken(member, 'acme', its, {})).token).toEqual(mine.token);
    expect(await updateToken(member, 'acme', its, { name: 'Claude' })).toMatchObject({ name: 'Claude' });
    expect(await pauseToken(member, 'acme', its)).toMatchObject({ status: 'paused' });
    expect(await resumeToken(member, 'acme', its)).toMatchObject({ status: 'active' });
    const { token } = await rotateToken(member, 'acme', its, {});
    expect(token.member).toMatchObject({ id: member.actor.id });
    expect(await revokeToken(owner, 'acme', token.id)).toMatchObject({ status: 'revoked' });
    const other = await createToken(member, 'acme', { name: 'CLI' });
    expect((await revokeTokens(member, 'acme', { ids: [other.token.id, its] })).tokens).toHaveLength(2);
  });

  it('a member cannot tell the token of another, or of a bot, from one that never was', async () => {
    const theirs = await createToken(owner, 'acme', { name: 'Guarded' });
    const bots = await createToken(owner, 'acme', { name: 'Guarded', member_id: null });
    const mine = await createToken(member, 'acme', { name: 'Mine' });
    for (const { token, raw } of [theirs, bots]) {
      for (const ask of [
        () => getToken(member, 'acme', token.id),
        () => explainToken(member, 'acme', token.id, {}),
        () => findToken(member, 'acme', { hash: hashSecret(raw) }),
        () => updateToken(member, 'acme', token.id, { name: 'x' }),
        () => pauseToken(member, 'acme', token.id),
        () => resumeToken(member, 'acme', token.id),
        () => rotateToken(member, 'acme', token.id, {}),
        () => revokeToken(member, 'acme', token.id),
        () => revokeTokens(member, 'acme', { ids: [mine.token.id, token.id] }),
      ]) {
        await expect(ask()).rejects.toEqual(notFound);
      }
      expect(await getToken(owner, 'acme', token.id)).toEqual(token);
    }
    expect(await getToken(member, 'acme', mine.token.id)).toMatchObject({ status: 'active' });
    const listed = (await listTokens(member, 'acme', { limit: 100 })).tokens;
    expect(new Set(listed.map((token) => token.member?.id))).toEqual(new Set([member.actor.id]));
  });

  it('an admin makes tokens for others and for bots, a member for nobody else', async () => {
    const idOf = async (slug: string, { actor }: PersonCtx) =>
      (await database.db.member.findFirstOrThrow({ where: { userId: actor.id, workspace: { slug } } })).id;
    const make = (ctx: PersonCtx, member_id: string | null) => createToken(ctx, 'acme', { name: 'Given', member_id });
    const [owners, members] = [await idOf('acme', owner), await idOf('acme', member)];
    const given = await make(owner, members);
    expect(given.token).toMatchObject({ member: { id: member.actor.id }, created_by: { id: owner.actor.id } });
    expect(await getToken(member, 'acme', given.token.id)).toEqual(given.token);
    expect((await make(owner, null)).token.member).toBeNull();
    expect((await make(member, members)).token.member).toMatchObject({ id: member.actor.id });
    for (const whose of [owners, null]) await expect(make(member, whose)).rejects.toEqual(forbidden);
    for (const nobody of [await idOf('elsewhere', stranger), 'no\0id', '']) {
      await expect(make(owner, nobody)).rejects.toMatchObject({
        code: 'invalid_input',
        errors: [{ path: 'member_id' }],
      });
    }
  });

  it('a stranger cannot tell a workspace or a token from one that never was', async () => {
    const { token } = await createToken(owner, 'acme', { name: 'Hidden' });
    await expect(listTokens(stranger, 'acme', {})).rejects.toEqual(notFound);
    await expect(listTokens(stranger, 'never-was', {})).rejects.toEqual(notFound);
    await expect(createToken(stranger, 'acme', { name: 'x' })).rejects.toEqual(notFound);
    for (const slug of ['acme', 'elsewhere']) {
      await expect(getToken(stranger, slug, token.id)).rejects.toEqual(notFound);
      await expect(revokeToken(stranger, slug, token.id)).rejects.toEqual(notFound);
      await expect(updateToken(stranger, slug, token.id, { name: 'x' })).rejects.toEqual(notFound);
    }
    expect(await getToken(owner, 'acme', token.id)).toMatchObject({ status: 'active' });
    await expect(getToken(owner, 'acme', 'no\0id')).rejects.toEqual(notFound);
    await expect(listTokens(owner, 'no\0slug', {})).rejects.toEqual(notFound);
  });

  it.each([
    [{ name: '' }],
    [{ name: 'x', expires_in: 0 }],
    [{ name: 'x', expires_in: 1.5 }],
    [{ name: 'x', expires_in: 315_360_001 }],
    [{ name: 'x', created_by: 'someone' }],
    [{ name: 'a\u0000b' }],
  ])('%j makes no token', async (input) => {
    await expect(createToken(owner, 'acme', input)).rejects.toMatchObject({ name: 'ZodError' });
  });

  it.each(['mwt_', 'mwi_', 'ak_'] as const)(
    'a %s secret is no name, no pattern and nothing to search for',
    async (prefix) => {
      const secret = `Bearer ${issueSecret(prefix)}`;
      const refused = expect.objectContaining({
        issues: [expect.objectContaining({ message: expect.stringContaining('Consider the secret leaked') })],
      });
      await expect(createToken(owner, 'acme', { name: secret })).rejects.toEqual(refused);
      const deny = [secret.slice('Bearer '.length)];
      await expect(createToken(owner, 'acme', { name: 'x', scope: { deny } })).rejects.toEqual(refused);
      await expect(listTokens(owner, 'acme', { search: secret })).rejects.toEqual(refused);
    },
  );

  it('a cursor that no list gave out is refused', async () => {
    await expect(listTokens(owner, 'acme', { cursor: 'bm9wZQ' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(listTokens(owner, 'acme', { limit: 101 })).rejects.toMatchObject({ name: 'ZodError' });
  });
});
