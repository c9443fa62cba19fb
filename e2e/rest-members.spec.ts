import { holdOpen } from './cluster/held-open';
import type { RestAnswer } from './rest';
import { owner, restSend } from './rest';
import { instant, matching, nobodysId, problem, uuidV7 } from './shapes';
import { signIn } from './sign-in';
import { expect, test } from './test';
import { bearer, modernRequest, rpcOf, send, toolNames } from './wire';

const grace = { name: 'Grace Hopper', password: 'nine moths in the relay panel' };
let count = 0;
const fresh = () => `grace-${++count}-${Date.now()}@example.com`;

const tokenOf = (answer: RestAnswer): string => String(answer.body.link).split('/').at(-1) ?? '';
const accept = (origin: string, credential: string | Record<string, string> | null, invite_token: string, more = {}) =>
  restSend(origin, credential, 'POST', '/invites/accept', { invite_token, ...more });
const look = (origin: string, credential: string | Record<string, string> | null, invite_token: string) =>
  restSend(origin, credential, 'POST', '/invites/look', { invite_token });

test('from an invite to a token that works, and to its end when the member is removed', async ({
  rest,
  world,
  product: { origin },
}) => {
  const email = fresh();
  const invites = `/workspaces/${world.slug}/invites`;
  const made = await rest.send('POST', invites, { email, role: 'member' });
  const link = String(made.body.link);
  expect(link).toEqual(matching(new RegExp(`^${origin}/invite/mwi_[0-9a-f]{48}$`)));
  const person = { id: uuidV7, name: owner.name, email: owner.email };
  const invite = {
    id: uuidV7,
    email,
    role: 'member',
    status: 'pending',
    expires_at: instant,
    invited_by: person,
    created_at: instant,
    sent_at: instant,
    sent_count: 1,
  };
  expect([made.status, made.body]).toEqual([201, { invite, link }]);
  expect((await rest.send('GET', invites)).body.invites).toContainEqual(made.body.invite);

  const accepted = await accept(origin, null, tokenOf(made), grace);
  const raw = String(accepted.body.raw);
  expect([accepted.status, Object.keys(accepted.body).sort()]).toEqual([
    201,
    ['mcp_json', 'raw', 'token', 'workspace'],
  ]);
  expect(accepted.body).toMatchObject({
    workspace: { slug: world.slug, role: 'member' },
    token: { status: 'active', member: { name: grace.name, email } },
    mcp_json: { mcpServers: { [world.slug]: { url: world.url, headers: { Authorization: `Bearer ${raw}` } } } },
  });
  const list = modernRequest('tools/list');
  const ask = () => send(world.url, { ...list, headers: { ...list.headers, ...bearer(raw) } });
  expect(toolNames(await ask()).length).toBeGreaterThan(0);

  const members = (await rest.send('GET', `/workspaces/${world.slug}/members`)).body.members as Record<
    string,
    unknown
  >[];
  const member = members.find((one) => one.email === email);
  expect(member).toMatchObject({ name: grace.name, role: 'member', token_count: 1, joined_at: instant });
  const held = await holdOpen(world.url, raw);
  const removed = await rest.send('DELETE', `/workspaces/${world.slug}/members/${member?.id}`);
  expect([removed.status, removed.text]).toEqual([204, '']);
  const refused = await ask();
  expect([refused.status, rpcOf(refused).error]).toMatchObject([401, { code: -32001, message: matching(/revoked/) }]);
  await Promise.all(held.map(({ stream }) => stream.ended));
  const token = (
    await rest.send('GET', `/workspaces/${world.slug}/tokens/${(accepted.body.token as { id: string }).id}`)
  ).body;
  expect(token).toMatchObject({ status: 'revoked', member: { email } });
});

test('an address with an account signs in first, comes back as the same member, and may then do what a member may', async ({
  rest,
  world,
  product: { origin },
}) => {
  const email = fresh();
  const base = `/workspaces/${world.slug}`;
  const invite = () => rest.send('POST', `${base}/invites`, { email, role: 'member' });
  const first = await accept(origin, null, tokenOf(await invite()), grace);
  const session = await signIn(origin, email, grace.password);
  const membersOf = async () =>
    (await rest.send('GET', `${base}/members`)).body.members as { id: string; email: string }[];
  const idOf = async () => (await membersOf()).find((one) => one.email === email)?.id;
  const id = await idOf();

  expect((await rest.send('POST', `${base}/invites`, { email, role: 'member' })).body).toMatchObject(
    problem(409, 'conflict'),
  );
  expect((await restSend(origin, session, 'GET', `${base}/invites`)).body).toEqual(problem(403, 'forbidden'));
  const own = (await restSend(origin, session, 'GET', `${base}/tokens`)).body.tokens;
  expect(own).toEqual([first.body.token]);
  const more = await restSend(origin, session, 'POST', `${base}/tokens`, { name: 'Second client' });
  expect(more.status).toBe(201);
  const others = await rest.createToken(world.slug);
  expect((await restSend(origin, session, 'GET', `${base}/tokens/${others.id}`)).status).toBe(404);
  expect((await restSend(origin, session, 'DELETE', `${base}/members/${id}`)).status).toBe(204);
  expect((await restSend(origin, session, 'GET', base)).body).toEqual(problem(404, 'not_found'));

  const again = tokenOf(await invite());
  expect((await look(origin, null, again)).body.state).toBe('sign_in');
  expect((await look(origin, session, again)).body.state).toBe('ready');
  expect((await look(origin, rest.apiKey, again)).body.state).toBe('wrong_account');
  const anonymous = await accept(origin, null, again, grace);
  expect([anonymous.status, anonymous.body]).toEqual([401, problem(401, 'sign_in_required')]);
  const foreign = await accept(origin, rest.apiKey, again);
  expect([foreign.status, foreign.body]).toEqual([403, problem(403, 'wrong_account')]);
  const elsewhere = await accept(origin, { ...session, origin: 'https://evil.example' }, again);
  expect(elsewhere.status).toBe(403);
  const back = await accept(origin, session, again);
  expect([back.status, await idOf()]).toEqual([201, id]);
});

test('a link that was replaced, revoked, used or never made is one answer, to whoever asks', async ({
  rest,
  world,
  product: { origin },
}) => {
  const invites = `/workspaces/${world.slug}/invites`;
  const invite = async () => rest.send('POST', invites, { email: fresh(), role: 'member' });
  const idOf = (answer: RestAnswer) => (answer.body.invite as { id: string }).id;
  const [replaced, revoked, used] = [await invite(), await invite(), await invite()];
  const resent = await rest.send('POST', `${invites}/${idOf(replaced)}/resend`);
  expect([resent.status, resent.body.invite]).toMatchObject([
    200,
    { id: idOf(replaced), status: 'pending', sent_count: 2 },
  ]);
  expect((await rest.send('DELETE', `${invites}/${idOf(revoked)}`)).status).toBe(204);
  expect((await accept(origin, null, tokenOf(used), grace)).status).toBe(201);

  const [malformed, unknown] = [`mwi_${'0'.repeat(48)}`, `mwi_${'0'.repeat(40)}963fbb8e`];
  const answers = new Set<string>();
  for (const token of [tokenOf(replaced), tokenOf(revoked), tokenOf(used), malformed, unknown]) {
    for (const answer of [await look(origin, null, token), await accept(origin, null, token, grace)]) {
      const { request_id } = answer.body;
      answers.add(`${answer.status} ${answer.text.replace(String(request_id), '')}`);
    }
  }
  expect([...answers]).toEqual([matching(/^404 .*"code":"not_found"/)]);
  expect((await look(origin, null, tokenOf(resent))).body.state).toBe('sign_up');
  const missing = await rest.send('DELETE', `${invites}/${nobodysId}`);
  expect(missing.body).toEqual(problem(404, 'not_found'));
});

test('two who accept one link at the same moment: one becomes a member', async ({
  rest,
  world,
  product: { origin },
}) => {
  const made = await rest.send('POST', `/workspaces/${world.slug}/invites`, { email: fresh(), role: 'admin' });
  const both = await Promise.all([1, 2].map(() => accept(origin, null, tokenOf(made), grace)));
  const statuses = both.map(({ status }) => status).sort();
  expect(statuses[0]).toBe(201);
  expect([401, 404]).toContain(statuses[1]);
});
