import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createApiKey } from '../account/create-api-key';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { inviteMembers } from '../members/invite-members';
import { CreatedInvite } from '../members/schemas';
import { forgetRuntime } from '../server/runtime';
import { createServer } from '../servers/create-server';
import { createToken } from '../tokens/create-token';
import { type Role, roles } from '../workspaces/schemas';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import { ask, stageRuntime } from './test-client';

type Name = keyof typeof endpoints;
type Headers = Record<string, string>;

const everyone: readonly Role[] = ['owner', 'admin', 'member'];
const admins: readonly Role[] = ['owner', 'admin'];
const owners: readonly Role[] = ['owner'];

/** Who may ask for what in a workspace. An endpoint that is not here fails: who may use it is a decision. */
const rules: Partial<Record<Name, readonly Role[]>> = {
  getWorkspace: everyone,
  updateWorkspace: admins,
  transferOwnership: owners,
  deleteWorkspace: owners,
  listServers: everyone,
  createServer: admins,
  getServer: everyone,
  updateServer: admins,
  deleteServer: admins,
  refreshServer: admins,
  updateRecording: owners,
  listTools: everyone,
  listPrompts: everyone,
  listResources: everyone,
  listTokens: everyone,
  createToken: everyone,
  getToken: everyone,
  updateToken: everyone,
  revokeToken: everyone,
  revokeTokens: everyone,
  rotateToken: everyone,
  pauseToken: everyone,
  resumeToken: everyone,
  findToken: everyone,
  explainToken: everyone,
  listMembers: everyone,
  changeRole: admins,
  // Everybody may leave; whom one may remove is a rule of its own.
  removeMember: admins,
  issuePasswordReset: owners,
  listInvites: admins,
  createInvites: admins,
  revokeInvite: admins,
  resendInvite: admins,
  listAudit: admins,
  exportAudit: admins,
  getUsage: everyone,
  getUsageOverview: everyone,
  exportUsage: everyone,
  listCalls: everyone,
  getCall: everyone,
  exportCalls: everyone,
};

const table: Record<string, Endpoint> = endpoints;
const ofWorkspaces = (Object.keys(endpoints) as Name[]).filter((name) => table[name]?.path.includes('{slug}'));

describe.each(testDatabases)('who may what, and what is nobody else’s business, on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  const people = {} as Record<Role | 'stranger', PersonCtx>;
  const headersOf = {} as Record<Role | 'stranger', Headers>;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    await stageRuntime(stage);
    for (const who of [...roles, 'stranger'] as const) {
      people[who] = await stage.person(who);
      const { raw } = await createApiKey(people[who], { name: 'Tests' });
      headersOf[who] = { authorization: `Bearer ${raw}` };
    }
  });
  afterAll(async () => {
    forgetRuntime();
    await stage.parts.connections.close();
    await database.drop();
  });

  const slugOf = () => `w-${newId()}`.slice(0, 38);
  const workspace = () =>
    stage.workspace(
      slugOf(),
      roles.map((role) => [people[role], role] as [PersonCtx, Role]),
    );

  async function send(name: Name, params: { slug: string; id?: string }, headers: Headers) {
    const { path, method, input } = endpoints[name] as Endpoint;
    const response = await ask({ path, method, params, headers, ...(input && { body: {} }) });
    const text = await response.text();
    return { status: response.status, text: text.replaceAll(response.headers.get('x-request-id') ?? '', '') };
  }

  it.each(ofWorkspaces)('%s is for the roles that it is for, and is not there for anybody else', async (name) => {
    const allowed = rules[name];
    expect(allowed, `${name} has no rule: say here who may.`).toBeDefined();
    for (const role of roles) {
      const { slug } = await workspace();
      const { status } = await send(name, { slug, id: newId() }, headersOf[role]);
      expect([role, status === 403]).toEqual([role, !allowed?.includes(role)]);
      expect([role, status]).not.toEqual([role, 401]);
    }
    const { slug } = await workspace();
    const missing = await send(name, { slug: slugOf(), id: newId() }, headersOf.stranger);
    expect(missing.status).toBe(404);
    expect(await send(name, { slug, id: newId() }, headersOf.stranger)).toEqual(missing);
    const { raw } = await createToken(people.owner, slug, { name: 'Bearer' });
    const others: Headers[] = [{}, { authorization: `Bearer ${raw}` }];
    for (const headers of others) {
      expect((await send(name, { slug, id: newId() }, headers)).status).toBe(401);
    }
  });

  describe('of two workspaces', () => {
    const mark = `mark-${newId()}`;
    let alpha: Filled;
    let beta: Filled;

    interface Filled {
      slug: string;
      owner: PersonCtx;
      headers: Headers;
      /** Of everything in it, whatever an endpoint may ask for by id. */
      ids: string[];
      secrets: string[];
    }

    async function fill(name: string): Promise<Filled> {
      const owner = await stage.person(`Owner ${name}`);
      const headers = { authorization: `Bearer ${(await createApiKey(owner, { name })).raw}` };
      const { slug, id: workspaceId } = await stage.workspace(slugOf(), [[owner, 'owner']]);
      const server = await createServer(owner, slug, { name, url: 'aerostack:demo' });
      const { token, raw } = await createToken(owner, slug, { name });
      const made = CreatedInvite.parse(
        await inviteMembers(owner, slug, { email: `${newId()}@${name}.example`.toLowerCase(), role: 'member' }),
      );
      const member = await database.db.member.findFirstOrThrow({ where: { workspaceId } });
      const call = await database.db.call.create({
        data: {
          id: newId(),
          workspaceId,
          tokenId: token.id,
          memberId: member.id,
          serverId: server.id,
          tool: name,
          outcome: 'ok',
          gatewayUs: 1,
          serverUs: 1,
          client: name,
          requestId: newId(),
          at: new Date(),
        },
      });
      const link = made.link.slice(made.link.lastIndexOf('/') + 1);
      const ids = [server.id, token.id, made.invite.id, member.id, call.id];
      return { slug, owner, headers, ids, secrets: [raw, link, ...ids, slug, owner.actor.email] };
    }

    beforeAll(async () => {
      alpha = await fill(mark);
      beta = await fill('Beta');
    });

    it.each(ofWorkspaces)(
      '%s finds nothing of the other, by any id, and the same bytes as for what never was',
      async (name) => {
        const never = await send(name, { slug: slugOf(), id: newId() }, beta.headers);
        expect(never.status).toBe(404);
        const foreign = [];
        for (const id of [...alpha.ids, newId()])
          foreign.push(await send(name, { slug: alpha.slug, id }, beta.headers));
        for (const one of foreign) expect(one).toEqual(never);
        if (!endpoints[name].path.includes('{id}')) return;
        const unknown = await send(name, { slug: beta.slug, id: newId() }, beta.headers);
        for (const id of alpha.ids) expect(await send(name, { slug: beta.slug, id }, beta.headers)).toEqual(unknown);
      },
    );

    it('no answer about one holds a byte of the other’s names, ids or secrets', async () => {
      const reads = ofWorkspaces.filter((name) => endpoints[name].method === 'GET');
      for (const name of reads) {
        for (const id of endpoints[name].path.includes('{id}') ? beta.ids : [newId()]) {
          const { text } = await send(name, { slug: beta.slug, id }, beta.headers);
          for (const secret of [mark, ...alpha.secrets]) expect([name, text.includes(secret)]).toEqual([name, false]);
        }
      }
      for (const name of ['readMe', 'listWorkspaces', 'listApiKeys', 'listSessions'] as const) {
        const { text } = await send(name, { slug: '' }, beta.headers);
        for (const secret of [mark, ...alpha.secrets]) expect([name, text.includes(secret)]).toEqual([name, false]);
      }
    });
  });
});
