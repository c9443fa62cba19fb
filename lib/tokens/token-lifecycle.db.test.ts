import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { updateWorkspace } from '../workspaces/update-workspace';
import { createToken } from './create-token';
import { explainToken } from './explain-token';
import { findToken } from './find-token';
import { getToken } from './get-token';
import { listTokens } from './list-tokens';
import { pauseToken, resumeToken } from './pause-token';
import { revokeToken } from './revoke-token';
import { revokeTokens } from './revoke-tokens';
import { rotateToken } from './rotate-token';
import { CreatedToken, type TokenScopeInput } from './schemas';
import { updateToken } from './update-token';

const code = (name: string) => expect.objectContaining({ code: name });
const hour = 3_600_000;

describe.each(testDatabases)('the life of tokens on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let admin: PersonCtx;
  let stranger: PersonCtx;
  let acme: { id: string; slug: string };

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    [owner, admin, stranger] = [
      await stage.person('Owner'),
      await stage.person('Admin'),
      await stage.person('Stranger'),
    ];
    acme = await stage.workspace('acme', [
      [owner, 'owner'],
      [admin, 'admin'],
    ]);
    await stage.workspace('elsewhere', [[stranger, 'owner']]);
    for (const [position, slug] of ['github', 'jira'].entries()) await addServer(slug, position);
  });
  afterAll(() => database.drop());

  async function addServer(slug: string, position: number) {
    const now = new Date();
    const times = { createdAt: now, updatedAt: now };
    const server = {
      id: newId(),
      workspaceId: acme.id,
      slug,
      name: slug,
      url: 'https://example.com/mcp',
      prefix: slug,
    };
    await database.db.server.create({
      data: { ...server, ...times, position, timeoutMs: 1000, authType: 'none', enabled: true },
    });
    const tools = [
      { name: 'search', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
      { name: 'delete_all', inputSchema: { type: 'object' } },
    ];
    for (const [index, tool] of tools.entries()) {
      const entry = { id: newId(), serverId: server.id, kind: 'tool', name: tool.name, position: index };
      await database.db.catalogueEntry.create({ data: { ...entry, definition: JSON.stringify(tool) } });
    }
  }

  const make = (input: Partial<Parameters<typeof createToken>[2]> = {}) =>
    createToken(owner, 'acme', { name: 'A token', ...input });

  describe('rotating', () => {
    it('makes a token that inherits everything, and ends the old one at once', async () => {
      const scope: TokenScopeInput = { servers: ['github'], deny: ['*__delete_*'], addresses: ['10.0.0.0/8'] };
      const old = await make({ name: 'CI Bot', expires_in: 7200, scope, rate_limit: 30 });
      const made = CreatedToken.parse(await rotateToken(admin, 'acme', old.token.id, {}));
      const { name, member, expires_at, rate_limit } = old.token;
      expect(made.token).toMatchObject({ name, member, expires_at, rate_limit, scope: old.token.scope });
      expect(made.token.rotated_from).toBe(old.token.id);
      expect(made.raw).not.toBe(old.raw);
      const after = await getToken(owner, 'acme', old.token.id);
      expect(after).toMatchObject({ status: 'revoked', revoked_reason: 'rotated', replaced_by: made.token.id });
      expect(stage.closedStreams).toContain(old.token.id);
    });

    it('lets the old one go on for a grace, and never beyond its own expiry', async () => {
      const long = await make();
      await rotateToken(owner, 'acme', long.token.id, { grace: 3600 });
      const rotating = await getToken(owner, 'acme', long.token.id);
      expect(rotating.status).toBe('active');
      expect(rotating.expires_at).toBe(new Date(owner.now.getTime() + hour).toISOString());
      const short = await make({ expires_in: 60 });
      await rotateToken(owner, 'acme', short.token.id, { grace: 604_800, expires_in: null });
      expect((await getToken(owner, 'acme', short.token.id)).expires_at).toBe(short.token.expires_at);
    });

    it('ends the grace now when the old one is revoked, and records it as rotated', async () => {
      const { token } = await make();
      await rotateToken(owner, 'acme', token.id, { grace: 900 });
      expect(await revokeToken(owner, 'acme', token.id)).toMatchObject({
        status: 'revoked',
        revoked_reason: 'rotated',
      });
    });

    it('happens once: what is replaced, paused, expired or revoked cannot be rotated, and two at once make one token', async () => {
      const { token } = await make({ name: 'Raced' });
      const both = await Promise.allSettled([
        rotateToken(owner, 'acme', token.id, { grace: 60 }),
        rotateToken(admin, 'acme', token.id, { grace: 60 }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await listTokens(owner, 'acme', { search: 'raced' })).tokens).toHaveLength(2);
      await expect(rotateToken(owner, 'acme', token.id, {})).rejects.toEqual(code('conflict'));
      const paused = await make();
      await pauseToken(owner, 'acme', paused.token.id);
      await expect(rotateToken(owner, 'acme', paused.token.id, {})).rejects.toEqual(code('conflict'));
      const expired = await make({ expires_in: 1 });
      await expect(rotateToken(stage.later(owner, 1000), 'acme', expired.token.id, {})).rejects.toEqual(
        code('conflict'),
      );
    });
  });

  it('a paused token works again when it is resumed, and a revoked one never', async () => {
    const { token } = await make();
    expect(await pauseToken(owner, 'acme', token.id)).toMatchObject({ status: 'paused', active: false });
    expect(await pauseToken(owner, 'acme', token.id)).toMatchObject({ status: 'paused' });
    expect(stage.closedStreams).toContain(token.id);
    expect(await resumeToken(owner, 'acme', token.id)).toMatchObject({ status: 'active', paused_at: null });
    await revokeToken(owner, 'acme', token.id);
    await expect(resumeToken(owner, 'acme', token.id)).rejects.toEqual(code('conflict'));
    await expect(pauseToken(owner, 'acme', token.id)).rejects.toEqual(code('conflict'));
    const actions = (await auditOf(owner, acme.id)).filter((row) => row.targetId === token.id).map((row) => row.action);
    expect(actions).toEqual(['token.create', 'token.pause', 'token.resume', 'token.revoke']);
  });

  it('revoking several ends all of them, or none when one is not of this workspace', async () => {
    const [one, two] = [await make(), await make()];
    const theirs = await createToken(stranger, 'elsewhere', { name: 'Theirs' });
    const ids = [one.token.id, two.token.id];
    await expect(revokeTokens(owner, 'acme', { ids: [...ids, theirs.token.id] })).rejects.toEqual(code('not_found'));
    expect(await getToken(owner, 'acme', one.token.id)).toMatchObject({ status: 'active' });
    const { tokens } = await revokeTokens(owner, 'acme', { ids: [...ids, one.token.id] });
    expect(tokens.map(({ id, status }) => ({ id, status }))).toEqual(ids.map((id) => ({ id, status: 'revoked' })));
    expect(stage.closedStreams).toEqual(expect.arrayContaining(ids));
  });

  it('revoking the same tokens at the same time, in whatever order, ends them for everybody who asked', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => make()));
    const ids = made.map(({ token }) => token.id);
    const asked = Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? ids : ids.toReversed()));
    const answers = await Promise.all(asked.map((order) => revokeTokens(owner, 'acme', { ids: order })));
    expect(answers.every(({ tokens }) => tokens.every(({ status }) => status === 'revoked'))).toBe(true);
  });

  it('a token is found by its hash in its own workspace, and by parts of its name and hint in any case', async () => {
    const { token, raw } = await make({ name: 'Ünusual Näme' });
    const hash = createHash('sha256').update(raw).digest('hex');
    expect(await findToken(owner, 'acme', { hash })).toMatchObject({ id: token.id });
    await expect(findToken(stranger, 'elsewhere', { hash })).rejects.toEqual(code('not_found'));
    for (const search of ['ünusual', 'NÄME', token.hint, token.hint.slice(-4).toUpperCase()]) {
      expect((await listTokens(owner, 'acme', { search })).tokens.map(({ id }) => id)).toContain(token.id);
    }
    expect((await listTokens(owner, 'acme', { search: 'näme\0' })).tokens).toEqual([]);
  });

  describe('a scope', () => {
    it('names what it cannot take: a server that is not there, a range that is none', async () => {
      const scope = { servers: ['github', 'githb'], addresses: ['10.0.0.0/8', 'office'] };
      await expect(make({ scope })).rejects.toMatchObject({
        code: 'invalid_input',
        errors: [{ path: 'scope.servers.1' }, { path: 'scope.addresses.1' }],
      });
    });

    it('holds ranges as their networks, and IPv4 as IPv4 however it was wrapped', async () => {
      const given = ['10.1.2.3/8', '203.0.113.7', '::ffff:198.51.100.9', '::ffff:192.0.2.77/120', '2001:DB8:0:0::1/32'];
      const { token } = await make({ scope: { addresses: given } });
      const networks = ['10.0.0.0/8', '192.0.2.0/24', '198.51.100.9/32', '2001:db8::/32', '203.0.113.7/32'];
      expect(token.scope?.addresses).toEqual(networks);
    });

    it.each([
      '10',
      '10.1/16',
      '0x0a000001',
      '010.0.0.1',
      '10.0.0.01/8',
      '::ffff:010.0.0.1',
      'fe80::1%eth0',
      'fe80::%1/64',
      '10.0.0.0/33',
    ])('does not take %s for an address, which others read otherwise or not at all', async (address) => {
      await expect(make({ scope: { addresses: [address] } })).rejects.toMatchObject({
        errors: [{ path: 'scope.addresses.0' }],
      });
    });

    it('of a token may keep a server that was removed since, and take up none that is not there', async () => {
      await addServer('old', 2);
      const { token } = await make({ scope: { servers: ['old', 'jira'] } });
      await database.db.server.deleteMany({ where: { workspaceId: acme.id, slug: 'old' } });
      const change = (servers: string[]) =>
        updateToken(owner, 'acme', token.id, { scope: { servers, read_only: true } });
      await expect(change(['old', 'older'])).rejects.toMatchObject({ errors: [{ path: 'scope.servers.1' }] });
      expect((await change(['old', 'github'])).scope).toMatchObject({ servers: ['github', 'old'], read_only: true });
    });

    it('that is changed ends the streams that were opened under the one before', async () => {
      const { token } = await make();
      expect(await updateToken(owner, 'acme', token.id, { scope: { read_only: true } })).toMatchObject({
        name: 'A token',
        scope: { read_only: true },
      });
      expect(stage.closedStreams.filter((id) => id === token.id)).toHaveLength(1);
      await updateToken(owner, 'acme', token.id, { name: 'Renamed' });
      expect(stage.closedStreams.filter((id) => id === token.id)).toHaveLength(1);
      expect(await updateToken(owner, 'acme', token.id, { scope: null })).toMatchObject({ scope: null });
    });

    it('is explained tool by tool, in words', async () => {
      const { token } = await make({ scope: { servers: ['github'], read_only: true } });
      const explained = await explainToken(owner, 'acme', token.id, {});
      expect(explained).toMatchObject({ granted_count: 1, refused_count: 3, next_cursor: null });
      expect(explained.tools.map(({ name, reason }) => [name, reason])).toEqual([
        ['github__search', null],
        ['github__delete_all', 'not_read_only'],
        ['jira__search', 'server_not_granted'],
        ['jira__delete_all', 'server_not_granted'],
      ]);
      expect(explained.tools.every(({ granted, words }) => granted === (words === null))).toBe(true);
    });

    it('may lower the rate of a token and never raise it', async () => {
      expect((await make({ rate_limit: 10 })).token.rate_limit).toBe(10);
      await expect(make({ rate_limit: 121 })).rejects.toEqual(code('invalid_input'));
    });
  });

  it('a policy is the owner’s to set, and holds for tokens made from then on', async () => {
    const before = await make();
    const policy = { token_policy: { max_lifetime: 86_400, expiry_required: true, on_leak: 'notify' as const } };
    await expect(updateWorkspace(admin, 'acme', policy)).rejects.toEqual(code('forbidden'));
    expect(await updateWorkspace(owner, 'acme', { ...policy, rate_limit: 1000 })).toMatchObject({
      token_policy: policy.token_policy,
      rate_limit: 1000,
    });
    await expect(make()).rejects.toEqual(code('invalid_input'));
    await expect(make({ expires_in: 86_401 })).rejects.toEqual(code('invalid_input'));
    await make({ expires_in: 86_400 });
    await expect(rotateToken(owner, 'acme', before.token.id, { expires_in: null })).rejects.toEqual(
      code('invalid_input'),
    );
    await expect(rotateToken(owner, 'acme', before.token.id, {})).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'expires_in', message: 'Tokens of this workspace must expire within 1 day.' }],
    });
    await rotateToken(owner, 'acme', before.token.id, { expires_in: 3600 });
    await updateWorkspace(owner, 'acme', { token_policy: { max_lifetime: null, expiry_required: false } });
    expect((await make()).token.expires_at).toBeNull();
  });
});
