import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextAuthSecret } from '../access/session-cookie';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { ensureSetupCode } from '../account/setup-code';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { forgetRuntime } from '../server/runtime';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import { ask, caller, stageRuntime } from './test-client';

/** What works without credentials. A new line here is a decision. */
const publicList = [
  'POST /setup',
  'GET /openapi.json',
  'POST /password-resets',
  'POST /password-resets/use',
  'POST /leaked-tokens/revoke',
  'POST /leaked-tokens/github',
  'POST /device-logins',
  'POST /device-logins/token',
  'POST /invites/look',
  'POST /invites/accept',
];

const table: Record<string, Endpoint> = endpoints;
const lines = Object.values(table).map((endpoint): [string, Endpoint] => [
  `${endpoint.method} ${endpoint.path}`,
  endpoint,
]);
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

describe.each(testDatabases)('REST on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let logged: string[];
  let authorization: Record<string, string> = {};
  const { call, refusal } = caller(() => authorization);

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    logged = (await stageRuntime(stage)).logged;
  });
  afterAll(async () => {
    forgetRuntime();
    await stage.parts.connections.close();
    await database.drop();
  });

  it('a path takes the methods of the table and answers 405 to the others', async () => {
    for (const path of new Set(lines.map(([, endpoint]) => endpoint.path))) {
      const served = lines
        .filter(([, endpoint]) => endpoint.path === path)
        .map(([, endpoint]) => endpoint.method as string);
      for (const method of methods) {
        const response = await ask({ path, method });
        expect([method, path, response.status === 405]).toEqual([method, path, !served.includes(method)]);
        if (response.status === 405) expect(response.headers.get('allow')).toContain(served[0]);
      }
    }
  });

  it.each(lines)('%s answers 401 without credentials unless it is on the public list', async (line, endpoint) => {
    const made = ['', 'Bearer', 'Bearer ak_x', `Bearer ak_${'0'.repeat(48)}`, 'Basic YTpi', 'bearer null', 'ak_x'];
    for (const header of [undefined, ...made]) {
      const headers: Record<string, string> = header === undefined ? {} : { authorization: header };
      const response = await ask({ path: endpoint.path, method: endpoint.method, headers });
      expect(response.status === 401).toBe(!publicList.includes(line));
      if (response.status === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer realm="aerostack"');
    }
  });

  it('the whole way from set-up to revoked answers as the table says', async () => {
    const code = await ensureSetupCode(database.db, stage.parts.env);
    const person = { email: 'ada@example.com', name: 'Ada', password: 'purple-otter-climbs-9-stairs' };
    const { user, api_key } = await call('setUp', { body: { ...person, code } });
    authorization = { authorization: `Bearer ${api_key}` };
    owner = { ...(await stage.person('Nobody')), actor: { kind: 'user', via: 'api_key', ...user } };

    expect(await call('readMe')).toEqual({ user, workspaces: [] });
    await call('createWorkspace', { body: { name: 'Acme' } });
    const params = { slug: 'acme' };
    await call('updateWorkspace', { params, body: { description: 'Tools' } });
    await call('getWorkspace', { params });
    expect((await call('listWorkspaces')).workspaces).toHaveLength(1);
    expect((await call('listMembers', { params })).members).toMatchObject([
      { role: 'owner', email: 'ada@example.com' },
    ]);

    const server = await call('createServer', { params, body: { name: 'Demo', url: 'aerostack:demo' } });
    const one = { ...params, id: server.id };
    expect(server).toMatchObject({ slug: 'demo', status: 'up' });
    await call('getServer', { params: one });
    await call('refreshServer', { params: one });
    await call('updateServer', { params: one, body: { name: 'Demonstration' } });
    const recording = await call('updateRecording', { params: one, body: { enabled: true, redact: ['iban'] } });
    expect(recording).toMatchObject({ recording: { enabled: true, redact: ['iban'] } });
    expect((await call('listServers', { params })).servers).toHaveLength(1);
    const { tools } = await call('listTools', { params });
    expect(tools.length).toBe(server.tool_count);
    expect(tools[0].name).toMatch(/^demo__/);
    await call('deleteServer', { params: one });

    const { token } = await call('createToken', { params, body: { name: 'CI', expires_in: 86_400 } });
    const its = { ...params, id: token.id };
    await call('updateToken', { params: its, body: { name: 'CI Bot' } });
    expect(await call('getToken', { params: its })).toMatchObject({ name: 'CI Bot', status: 'active' });
    expect(await call('revokeToken', { params: its })).toMatchObject({ status: 'revoked', revoked_by: user });
    expect((await call('listTokens', { params, query: '?limit=1' })).tokens).toHaveLength(1);

    const { invite } = await call('createInvites', { params, body: { email: 'grace@example.com', role: 'member' } });
    const { link } = await call('resendInvite', { params: { ...params, id: invite.id } });
    const invite_token = link.slice(link.lastIndexOf('/') + 1);
    expect(await call('lookAtInvite', { body: { invite_token }, headers: {} })).toMatchObject({ state: 'sign_up' });
    expect(await call('lookAtInvite', { body: { invite_token } })).toMatchObject({ state: 'wrong_account' });
    const newcomer = { name: 'Grace', password: 'purple-otter-climbs-9-stairs' };
    const wrong = { path: '/invites/accept', method: 'POST', body: { invite_token } };
    expect(await refusal(wrong)).toMatchObject({ status: 403, code: 'wrong_account' });
    const accepted = await call('acceptInvite', { body: { invite_token, ...newcomer }, headers: {} });
    expect(accepted.workspace).toMatchObject({ slug: 'acme', role: 'member' });
    const { members } = await call('listMembers', { params });
    const { id: memberId } = members.find(({ email }: { email: string }) => email === 'grace@example.com');
    await call('changeRole', { params: { ...params, id: memberId }, body: { role: 'admin' } });
    await call('removeMember', { params: { ...params, id: memberId } });
    const { invites } = await call('createInvites', {
      params,
      body: { emails: ['b@example.com', 'c@example.com'], role: 'member' },
    });
    await call('revokeInvite', { params: { ...params, id: invites[0].invite.id } });
    expect((await call('listInvites', { params })).invites).toHaveLength(1);

    const key = await call('createApiKey', { body: { name: 'Second' } });
    expect((await call('listApiKeys')).api_keys).toHaveLength(2);
    await call('deleteApiKey', { params: { id: key.api_key.id } });
    await call('listSessions');
    await call('readOpenApi', { headers: {} });
  });

  it('what is missing and what is someone else’s are the same bytes but for the request id', async () => {
    const stranger = await stage.person('Stranger');
    const theirs = await stage.workspace('theirs', [[stranger, 'owner']]);
    const bodies = { ...(await bodyOf('theirs', newId())), ...(await bodyOf('never-was', newId())) };
    expect(Object.keys(bodies)).toHaveLength(1);
    expect(theirs.slug).toBe('theirs');

    async function bodyOf(slug: string, id: string): Promise<Record<string, true>> {
      const found: Record<string, true> = {};
      for (const [, { path, method, input }] of lines.filter(([, { path }]) => path.startsWith('/workspaces/{slug}'))) {
        const response = await ask({
          path,
          method,
          params: { slug, id },
          headers: authorization,
          ...(input && { body: {} }),
        });
        const requestId = response.headers.get('x-request-id') ?? '';
        found[`${response.status} ${(await response.text()).replace(requestId, '')}`] = true;
      }
      return found;
    }
  });

  it('a session cookie counts for our own pages only and dies with its row', async () => {
    const id = newId();
    const now = new Date();
    const times = { createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 60_000) };
    await database.db.session.create({ data: { id, userId: owner.actor.id, ...times } });
    const secret = nextAuthSecret(stage.parts.vault);
    const cookie = `a=b; aerostack.session=${await encode({ token: { sid: id }, secret })}; c=d`;
    const status = async (headers: Record<string, string>) =>
      (await ask({ path: '/me', method: 'GET', headers: { cookie, ...headers } })).status;

    expect(await status({})).toBe(200);
    expect(await status({ origin: 'http://localhost:4250', 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ authorization: 'Bearer nonsense' })).toBe(401);
    const forged = await encode({ token: { sid: id }, secret: 'another secret' });
    expect(await status({ cookie: `aerostack.session=${forged}` })).toBe(401);
    await call('endSession', { params: { id }, headers: { cookie } });
    expect(await status({})).toBe(401);
  });

  it('one line is logged for each request, without any secret', async () => {
    const before = logged.length;
    const { raw } = await call('createToken', { params: { slug: 'acme' }, body: { name: 'Quiet' } });
    await refusal({ path: '/workspaces/{slug}', method: 'GET', params: { slug: 'never-was' } });
    const fresh = logged.slice(before);
    expect(fresh.map((line) => JSON.parse(line))).toMatchObject([
      { route: '/workspaces/{slug}/tokens', method: 'POST', status: 201, user_id: owner.actor.id },
      { route: '/workspaces/{slug}', status: 404, code: 'not_found' },
    ]);
    const everything = logged.join('');
    for (const secret of [raw, authorization.authorization ?? '', 'Quiet']) expect(everything).not.toContain(secret);
  });
});
