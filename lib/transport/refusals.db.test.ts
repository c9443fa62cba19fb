import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, setStage } from '../access/test-stage';
import { createApiKey } from '../account/create-api-key';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { forgetRuntime } from '../server/runtime';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import { ask, caller, stageRuntime } from './test-client';

const table: Endpoint[] = Object.values(endpoints);
const withInput = table.flatMap((endpoint): [string, Endpoint][] =>
  endpoint.input === undefined || endpoint.isPublic ? [] : [[`${endpoint.method} ${endpoint.path}`, endpoint]],
);

describe.each(testDatabases)('refusals of the REST API on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let authorization: Record<string, string> = {};
  const { call, refusal } = caller(() => authorization);

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    await stageRuntime(stage);
    const owner = await stage.person('Owner');
    await stage.workspace('acme', [[owner, 'owner']]);
    authorization = { authorization: `Bearer ${(await createApiKey(owner, { name: 'Tests' })).raw}` };
  });
  afterAll(async () => {
    forgetRuntime();
    await stage.parts.connections.close();
    await database.drop();
  });

  it.each(withInput)('%s refuses bad input by its kind', async (_, { path, method }) => {
    const target = { params: { slug: 'acme' }, body: { name: 'Target', url: 'aerostack:demo' } };
    const { id: serverId } = await call('createServer', target);
    const { token } = await call('createToken', { params: { slug: 'acme' }, body: { name: 'Target' } });
    const params = { slug: 'acme', id: path.includes('tokens') ? token.id : serverId };
    const asked = { path, method, params };
    expect(await refusal({ ...asked, text: '{"name": ' })).toMatchObject({
      code: 'invalid_json',
      detail: 'The body is not valid JSON: see line 1, column 10.',
    });
    const form = { ...authorization, 'content-type': 'application/x-www-form-urlencoded' };
    expect(await refusal({ ...asked, text: 'name=x', headers: form })).toMatchObject({ status: 415 });
    expect(await refusal({ ...asked, text: `"${'x'.repeat(1_048_577)}"` })).toMatchObject({ status: 413 });
    for (const body of [null, [], 'x', { name: 7 }, { name: 'Fine', no_such_field: 1 }]) {
      const problem = await refusal({ ...asked, body });
      expect([problem.status, problem.errors?.length]).toEqual([422, expect.any(Number)]);
    }
    expect((await refusal({ ...asked, body: { name: 7 } })).errors).toContainEqual(
      expect.objectContaining({ path: 'name' }),
    );
    await call('deleteServer', { params: { slug: 'acme', id: serverId } });
  });

  it('a query that no list takes is refused', async () => {
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?cursor=x', '?page=2']) {
      const problem = await refusal({ path: '/workspaces', method: 'GET', query });
      expect([query, problem.code, problem.errors?.length]).toEqual([query, 'invalid_input', 1]);
    }
  });

  it('a failure of ours says nothing but its request id, and the log has the cause under the same id', async () => {
    const cause = new Error('relation "users" does not exist');
    const broken = { ...stage.parts.db, apiKey: { findUnique: () => Promise.reject(cause) } };
    forgetRuntime();
    const whole = { ...stage, parts: { ...stage.parts, db: broken as unknown as typeof stage.parts.db } };
    const { logged: lines } = await stageRuntime(whole);
    const problem = await refusal({ path: '/me', method: 'GET' });
    forgetRuntime();
    await stageRuntime(stage);
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('relation');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: 50,
        request_id: problem.request_id,
        err: expect.objectContaining({ message: cause.message }),
      }),
    ]);
  });

  it('HEAD answers as GET without a body, OPTIONS names the methods and invites no other site', async () => {
    const head = await ask({ path: '/me', method: 'HEAD', headers: authorization });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await ask({ path: '/workspaces', method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('a path that is none is a problem document too', async () => {
    expect(await refusal({ path: '/{{...unknown}}', method: 'GET' })).toMatchObject({ status: 404, code: 'not_found' });
  });
});
