import { expect, expectRefusal, test } from './cli';
import { instant, matching, nobodysId, uuidV7 } from './shapes';
import { join } from './sign-in';
import { openTerminal } from './terminal';
import { bearer, legacyRequest, rpcOf, send, toolNames } from './wire';

const rawToken = /mwt_[0-9a-f]{48}/;
const factsOf = (out: string) =>
  Object.fromEntries(
    out
      .trimEnd()
      .split('\n')
      .map((line) => [line.split(': ', 1)[0] ?? '', line.replace(/^[^:]+: +/, '')]),
  );

test('a token is made as narrow as the options say, for whom they say, and its reach is told', async ({
  aerostack,
  rest,
  world,
  product,
}) => {
  const grace = await join(product.origin, rest, world.slug, 'grace.with.tokens@example.com');
  const create = (...args: string[]) => aerostack(['workspace', 'token', 'create', world.slug, ...args, '--json']);
  const made = await create(
    ...['--name', 'Narrow', '--expires', '30d', '--tools', 'v1__*,v2__add', '--deny', '*__slow', '--server', 'v1,v2'],
    ...['--read-only', '--address', '127.0.0.0/8', '--rate', '60', '--for', grace.email],
  );
  const { token, raw } = JSON.parse(made.out);
  expect(token).toMatchObject({
    name: 'Narrow',
    member: { email: grace.email },
    rate_limit: 60,
    scope: {
      servers: ['v1', 'v2'],
      allow: ['v1__*', 'v2__add'],
      deny: ['*__slow'],
      read_only: true,
      addresses: ['127.0.0.0/8'],
    },
  });
  expect(Date.parse(token.expires_at) - Date.parse(token.created_at)).toBe(30 * 86_400_000);
  expect(made.err).toMatch(/it expires in 30d.*It may call 0 of the \d+ tools/s);
  expect(raw).toMatch(rawToken);

  const two = await create('--name', 'Two', '--tools', 'v1__add', '--tools', 'v2__add');
  const answer = await send(world.url, legacyRequest('tools/list', undefined, bearer(JSON.parse(two.out).raw)));
  expect([toolNames(answer), two.err]).toEqual([['v1__add', 'v2__add'], matching(/may call 2 of the \d+ tools/)]);
  const bot = await create('--name', 'Bot', '--bot', '--expires', 'never');
  expect(JSON.parse(bot.out).token).toMatchObject({ member: null, expires_at: null });

  for (const [args, code, words] of [
    [['--expires', '30'], 2, /number and a unit/],
    [['--expires', '1h', '--expires-in', '60'], 2, /--expires.*--expires-in/],
    [['--bot', '--for', grace.email], 2, /--bot.*--for/],
    [['--rate', '0'], 2, /whole number/],
    [['--server', 'v3'], 2, /v3/],
    [['--for', 'grace.with.token@example.com'], 4, new RegExp(`no member.*Did you mean “${grace.email}”`)],
  ] as [string[], number, RegExp][]) {
    expectRefusal(await create('--name', 'x', ...args), code, words);
  }
});

test('a token is shown with all that is known about it, found by its ID or name', async ({
  aerostack,
  rest,
  world,
}) => {
  const { id } = await rest.createToken(world.slug, { name: 'Shown Here', scope: { deny: ['v1__*'] } });
  const byId = await aerostack(['workspace', 'token', 'show', world.slug, id]);
  expect([byId.code, byId.err, factsOf(byId.out)]).toMatchObject([
    0,
    '',
    {
      ID: uuidV7,
      Name: 'Shown Here',
      Token: matching(/^mwt_.{4}….{4}$/),
      Status: 'active',
      Expires: 'never',
      Not: 'v1__*',
    },
  ]);
  expect(factsOf(byId.out).Created).toMatch(/Z by Ada Lovelace \(ada@example\.com\)$/);
  const json = await aerostack(['workspace', 'token', 'show', world.slug, 'Shown Here', '--json']);
  const { body } = await rest.send('GET', `/workspaces/${world.slug}/tokens/${id}`);
  expect(JSON.parse(json.out)).toEqual({ version: 1, ...body });
});

test('names lead to the token that works; several, or none, are said', async ({ aerostack, rest, world }) => {
  const token = (verb: string, ...args: string[]) => aerostack(['workspace', 'token', verb, world.slug, ...args]);
  const old = await rest.createToken(world.slug, { name: 'Twice' });
  await rest.revokeToken(world.slug, old.id);
  const { id } = await rest.createToken(world.slug, { name: 'Twice' });
  expect((await token('show', 'Twice')).out).toContain(id);
  const third = await rest.createToken(world.slug, { name: 'Twice' });
  expectRefusal(await token('revoke', 'Twice'), 2, /2 tokens are called “Twice”.*by its ID.*token list world/);
  await rest.revokeToken(world.slug, third.id);
  for (const verb of ['show', 'revoke', 'rotate', 'explain', 'pause', 'resume']) {
    expectRefusal(await token(verb, 'Twise'), 4, /no token.*“Twise”.*Did you mean “Twice”\?.*token list world/);
    expectRefusal(
      await token(verb, nobodysId),
      4,
      new RegExp(`no token with the ID “${nobodysId}” in world.*token list`),
    );
  }
});

test('rotating hands over: the new token works at once, the old one until its grace ends', async ({
  aerostack,
  rest,
  world,
}) => {
  const old = await rest.createToken(world.slug, { name: 'Rotor' });
  const rotate = (...args: string[]) => aerostack(['workspace', 'token', 'rotate', world.slug, ...args]);
  const status = async (raw: string) => (await send(world.url, legacyRequest('ping', undefined, bearer(raw)))).status;
  const first = await rotate(old.id, '--grace', '24h', '--expires', '7d', '--json');
  const { token, raw } = JSON.parse(first.out);
  expect(token).toMatchObject({ name: 'Rotor', rotated_from: old.id, expires_at: instant });
  expect(first.err).toMatch(new RegExp(`works for 24h more at most.*token revoke world ${old.id}`, 's'));
  expect([await status(old.raw), await status(raw)]).toEqual([200, 200]);
  const second = await rotate(token.id, '--plain');
  expect([second.code, second.out]).toEqual([0, matching(/^mwt_[0-9a-f]{48}\n$/)]);
  expect([await status(raw), await status(second.out.trim())]).toEqual([401, 200]);
  expectRefusal(await rotate(token.id), 1, /Only an active token/);
  expectRefusal(await rotate(old.id, '--grace', '8d'), 2, /seven days/);
});

test('a paused token is refused until it is resumed', async ({ aerostack, world, token }) => {
  const status = async () => (await send(world.url, legacyRequest('ping', undefined, bearer(token.raw)))).status;
  expect((await aerostack(['workspace', 'token', 'pause', world.slug, token.id])).err).toMatch(/paused.*token resume/);
  expect(await status()).toBe(401);
  const resumed = await aerostack(['workspace', 'token', 'resume', world.slug, token.id, '--json']);
  expect([JSON.parse(resumed.out).status, await status()]).toEqual(['active', 200]);
});

test('explain says what a token may call and why not the rest, as the gateway itself decides', async ({
  aerostack,
  rest,
  world,
}) => {
  const narrow = await rest.createToken(world.slug, {
    name: 'Explained',
    scope: { allow: ['v1__*'], deny: ['v1__slow'] },
  });
  const explain = (...args: string[]) => aerostack(['workspace', 'token', 'explain', world.slug, narrow.id, ...args]);
  const whole = await explain();
  const [facts = '', table = ''] = whole.out.split('\n\n');
  expect(factsOf(facts)).toMatchObject({
    Status: 'active',
    Gateway: matching(/^Requests are admitted/),
    Only: 'v1__*',
  });
  const rows = table
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  const admitted = rows.filter(([, answer]) => answer === 'yes').map(([name]) => name);
  const listed = toolNames(await send(world.url, legacyRequest('tools/list', undefined, bearer(narrow.raw))));
  expect(admitted).toEqual(listed);
  expect(rows).toContainEqual(['v1__slow', 'no', matching(/denies “v1__slow”/)]);

  expect(await explain('v1__add')).toEqual({ code: 0, out: '', err: '✓ A call of v1__add is admitted.\n' });
  expectRefusal(await explain('v1__slow'), 1, /v1__slow is refused: A pattern of the token denies/);
  expectRefusal(await explain('v1__ad'), 4, /no such tool\. Did you mean “v1__add”/);
  const json = JSON.parse((await explain('--json')).out);
  const { body } = await rest.send('GET', `/workspaces/${world.slug}/tokens/${narrow.id}/explain?limit=100`);
  expect(json).toEqual({ version: 1, ...body });
  await rest.revokeToken(world.slug, narrow.id);
  expectRefusal(await explain('v1__add'), 1, /Every request is refused: it was revoked .* by Ada Lovelace/);
  expect((await explain()).err).toMatch(/No request is admitted/);
});

test('a token at hand is explained from stdin, whatever is around it, and never repeated', async ({
  product,
  rest,
  world,
  token,
}) => {
  const terminal = await openTerminal();
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const explain = async (slug: string, stdin: string, ...args: string[]) => {
    const run = await terminal.run(['workspace', 'token', 'explain', slug, '-', ...args, '--debug'], {
      env,
      input: stdin,
    });
    expect(run.out + run.err).not.toContain(token.raw.slice(8, 40));
    return run;
  };
  const found = await explain(world.slug, `{"headers":{"Authorization":"Bearer ${token.raw}"}}\n`);
  expect([found.code, factsOf(found.out.split('\n\n')[0] ?? '').Status]).toEqual([0, 'active']);
  expect(await explain(world.slug, token.raw, 'v1__add')).toMatchObject({ code: 0, err: matching(/is admitted/) });

  const { slug } = await rest.createWorkspace('Elsewhere');
  const unknown = `mwt_${'0'.repeat(40)}963fbb8e`;
  const wrong = `${token.raw.slice(0, 51)}${token.raw.endsWith('0') ? '1' : '0'}`;
  for (const [where, stdin, code, words] of [
    [slug, token.raw, 4, /not of elsewhere, but of world.*token explain world/],
    [world.slug, unknown, 4, /no such token in any workspace/],
    [world.slug, wrong, 1, /checksum/],
    [world.slug, token.raw.slice(0, 30), 1, /30 characters instead of 52/],
    [world.slug, '', 1, /empty/],
    [world.slug, rest.apiKey, 1, /this is an API key/],
  ] as [string, string, number, RegExp][]) {
    const run = await explain(where, stdin);
    expect([run.code, run.out, run.err]).toEqual([code, '', matching(words)]);
  }
  await terminal.remove();
});

test('a member sees their own tokens only, and is not told of others’', async ({
  aerostack,
  rest,
  world,
  product,
  token,
}) => {
  const grace = await join(product.origin, rest, world.slug, 'grace.and.others@example.com');
  const asGrace = (verb: string, ...args: string[]) =>
    aerostack(['workspace', 'token', verb, world.slug, ...args], { AEROSTACK_API_KEY: grace.rest.apiKey });
  expect(JSON.parse((await asGrace('list', '--json')).out).tokens).toMatchObject([{ id: grace.token.id }]);
  for (const verb of ['show', 'revoke', 'rotate', 'explain'])
    expectRefusal(await asGrace(verb, token.id), 4, /no token/);
  const answer = await send(world.url, legacyRequest('ping', undefined, bearer(token.raw)));
  expect(rpcOf(answer).result).toEqual({});
});
