import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../access/passwords';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { makeLink } from '../account/account-link';
import { createApiKey } from '../account/create-api-key';
import { resetForOperator } from '../account/reset-for-operator';
import { ensureSetupCode } from '../account/setup-code';
import { inTransaction } from '../db/in-transaction';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { noMailer } from '../mail/mailer';
import { forgetRuntime } from '../server/runtime';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import { type Asked, ask, caller, stageRuntime } from './test-client';

type Name = keyof typeof endpoints;

/** What takes a body but only reads. A new line here is a decision. */
const readsOnly: Name[] = ['lookAtInvite', 'lookAtDeviceLogin', 'findToken', 'refreshServer'];
/** Takes nothing but what GitHub signed; `leaks.db.test.ts` looks at what it leaves. */
const signedElsewhere: Name = 'reportFromGithub';

/** What a stranger may ask for as often as they like is on record once a person decides about it. */
const decidedLater: Name = 'askDeviceLogin';

const table: Record<string, Endpoint> = endpoints;
const mutations = (Object.keys(endpoints) as Name[]).filter(
  (name) => table[name]?.method !== 'GET' && ![...readsOnly, signedElsewhere, decidedLater].includes(name),
);
const password = 'purple-otter-climbs-9-stairs';

describe.each(testDatabases)('every mutation on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let headers: Record<string, string>;
  let params: { slug: string };
  /** Nothing arrives; whether mail counts as set up is what some mutations depend on. */
  const mail = { ...noMailer, isOn: false };
  const { call } = caller(() => headers);

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    stage.parts.mail = mail;
    await stageRuntime(stage);
  });
  afterAll(async () => {
    forgetRuntime();
    await stage.parts.connections.close();
    await database.drop();
  });

  const tokenIn = (link: string) => link.slice(link.lastIndexOf('/') + 1);
  /** Gives the owner a password, and is how they prove it. */
  const known = async () => {
    const passwordHash = await hashPassword(password);
    await database.db.user.update({ where: { id: owner.actor.id }, data: { passwordHash } });
    return { current_password: password };
  };
  const server = async () => {
    const { id } = await call('createServer', { params, body: { name: 'Demo', url: 'aerostack:demo' } });
    return { params: { ...params, id: id as string } };
  };
  const token = async () => {
    const { token: made, raw } = await call('createToken', { params, body: { name: 'CI' } });
    return { id: made.id as string, raw: raw as string, asked: { params: { ...params, id: made.id as string } } };
  };
  const invite = async () => {
    const email = `${newId()}@example.com`;
    const { invite: made, link } = await call('createInvites', { params, body: { email, role: 'member' } });
    return {
      asked: { params: { ...params, id: made.id as string } },
      invite_token: link.slice(link.lastIndexOf('/') + 1),
    };
  };
  const member = async () => {
    const person = await stage.person('Member');
    const { id: workspaceId } = await database.db.workspace.findUniqueOrThrow({ where: { slug: params.slug } });
    const row = { id: newId(), workspaceId, userId: person.actor.id, role: 'member', joinedAt: new Date() };
    await database.db.member.create({ data: row });
    return { person, id: row.id, asked: { params: { ...params, id: row.id } } };
  };

  /** How each is asked for so that it changes something. A new endpoint needs a line here. */
  const recipes: Partial<Record<Name, () => Promise<Partial<Asked>> | Partial<Asked>>> = {
    setUp: async () => {
      const code = await ensureSetupCode(database.db, stage.parts.env);
      return { headers: {}, body: { email: 'ada@example.com', name: 'Ada', password, code } };
    },
    createWorkspace: () => ({ body: { name: 'Acme' } }),
    updateWorkspace: () => ({ params, body: { description: 'Tools' } }),
    transferOwnership: async () => {
      const { id } = await member();
      return { params, body: { member_id: id } };
    },
    deleteWorkspace: () => ({ params }),
    createServer: () => ({ params, body: { name: 'Demo', url: 'aerostack:demo' } }),
    updateServer: async () => ({ ...(await server()), body: { name: 'Demonstration' } }),
    updateRecording: async () => ({ ...(await server()), body: { enabled: true } }),
    deleteServer: server,
    createToken: () => ({ params, body: { name: 'CI' } }),
    updateToken: async () => ({ ...(await token()).asked, body: { name: 'CI Bot' } }),
    revokeToken: async () => (await token()).asked,
    revokeTokens: async () => ({ params, body: { ids: [(await token()).id] } }),
    rotateToken: async () => ({ ...(await token()).asked, body: {} }),
    pauseToken: async () => (await token()).asked,
    resumeToken: async () => {
      const { asked } = await token();
      await call('pauseToken', asked);
      return asked;
    },
    changeRole: async () => ({ ...(await member()).asked, body: { role: 'admin' } }),
    removeMember: async () => (await member()).asked,
    createInvites: () => ({ params, body: { emails: [`${newId()}@example.com`], role: 'member' } }),
    resendInvite: async () => (await invite()).asked,
    revokeInvite: async () => (await invite()).asked,
    acceptInvite: async () => {
      const { invite_token } = await invite();
      return { headers: {}, body: { invite_token, name: 'Grace', password } };
    },
    createApiKey: () => ({ body: { name: 'Key' } }),
    deleteApiKey: async () => ({ params: { id: (await createApiKey(owner, { name: 'Old' })).api_key.id } }),
    decideDeviceLogin: async () => {
      const { user_code } = await call('askDeviceLogin', { body: { machine: 'laptop' }, headers: {} });
      return { body: { user_code, decision: 'approve' } };
    },
    collectDeviceLogin: async () => {
      const { user_code, device_code } = await call('askDeviceLogin', { body: { machine: 'laptop' }, headers: {} });
      await call('decideDeviceLogin', { body: { user_code, decision: 'approve' } });
      return { headers: {}, body: { device_code } };
    },
    endSession: async () => {
      const now = new Date();
      const times = { createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 60_000) };
      const id = newId();
      await database.db.session.create({ data: { id, userId: owner.actor.id, ...times } });
      return { params: { id } };
    },
    unlinkIdentity: async () => {
      const id = newId();
      const row = { id, userId: owner.actor.id, provider: 'oidc', issuer: 'https://id.example.com', subject: id };
      await database.db.identity.create({ data: { ...row, createdAt: new Date() } });
      return { params: { id } };
    },
    askPasswordReset: () => {
      mail.isOn = true;
      return { headers: {}, body: { email: owner.actor.email } };
    },
    usePasswordReset: async () => {
      const system = { ...owner, actor: { kind: 'system' } as const };
      return {
        headers: {},
        body: { token: tokenIn((await resetForOperator(system, owner.actor.email)).link), password },
      };
    },
    issuePasswordReset: async () => (await member()).asked,
    updateAccount: () => ({ body: { name: 'Ada King' } }),
    changePassword: async () => ({ body: { ...(await known()), password: 'nine moths in the relay panel' } }),
    changeEmail: async () => {
      mail.isOn = true;
      return { body: { ...(await known()), email: `${newId()}@example.com` } };
    },
    confirmEmail: async () => {
      const wanted = { userId: owner.actor.id, purpose: 'email_change', email: `${newId()}@example.com` } as const;
      const { link } = await inTransaction(owner, (tx) => makeLink(tx, owner, wanted));
      return { body: { token: tokenIn(link) } };
    },
    endOtherSessions: () => ({}),
    deleteAccount: async () => {
      const { id } = await member();
      await database.db.member.update({ where: { id }, data: { role: 'owner' } });
      return { body: { ...(await known()), email: owner.actor.email } };
    },
    reportLeaks: async () => ({ headers: {}, body: { tokens: [(await token()).raw] } }),
  };

  it.each(mutations)('%s leaves an entry', async (name) => {
    mail.isOn = false;
    owner = await stage.person('Owner');
    headers = { authorization: `Bearer ${(await createApiKey(owner, { name: 'Tests' })).raw}` };
    params = { slug: `acme-${newId()}`.slice(0, 40).replace(/-$/, '') };
    if (name !== 'setUp') await stage.workspace(params.slug, [[owner, 'owner']]);
    else await database.db.apiKey.deleteMany().then(() => database.db.user.deleteMany());
    const recipe = recipes[name];
    expect(recipe, `${name} changes something: say here how it is asked for.`).toBeDefined();
    const asked = await recipe?.();
    const before = await database.db.auditEntry.count();
    const endpoint = endpoints[name] as Endpoint;
    const response = await ask({ headers, ...asked, path: endpoint.path, method: endpoint.method });
    await stage.settled();
    expect([name, response.status]).toEqual([name, endpoint.status]);
    expect(await database.db.auditEntry.count()).toBeGreaterThan(before);
    const { requestId } = await database.db.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(requestId).toBe(response.headers.get('x-request-id'));
  });
});
