import { expect, expectRefusal, test } from './cli';
import { instant, matching } from './shapes';
import { join } from './sign-in';
import { bearer, legacyRequest, send } from './wire';

const link = /http:\/\/\S+\/invite\/mwi_[0-9a-f]{48}/;
const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

test('people are invited by address, and their links are on stdout and nowhere else', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Guests');
  const invite = (...args: string[]) => aerostack(['workspace', 'member', 'invite', slug, ...args]);
  const one = await invite('one@example.com', '--plain');
  expect(one).toEqual({
    code: 0,
    out: matching(new RegExp(`^${link.source}\n$`)),
    err: matching(/One person invited/),
  });
  const two = await invite('two@example.com', 'three@example.com', '--role', 'admin');
  expect(rowsOf(two.out)).toEqual([
    ['two@example.com', matching(link)],
    ['three@example.com', matching(link)],
  ]);
  expect(two.err).not.toMatch(/mwi_/);
  const json = JSON.parse((await invite('four@example.com', '--json')).out);
  expect(json).toEqual({
    version: 1,
    invite: expect.objectContaining({ email: 'four@example.com' }),
    link: matching(link),
  });

  const list = await aerostack(['workspace', 'member', 'list', slug, '--invites']);
  expect(rowsOf(list.out)).toEqual([
    ['EMAIL', 'ROLE', 'STATUS', 'SENT', 'EXPIRES', 'INVITED BY'],
    ...[
      ['four', 'member'],
      ['three', 'admin'],
      ['two', 'admin'],
      ['one', 'member'],
    ].map(([name, role]) => [`${name}@example.com`, role, 'pending', instant, instant, 'Ada Lovelace']),
  ]);
  expectRefusal(await invite('one@example.com'), 1, /one@example\.com is invited already/);
  const again = await invite('one@example.com', '--resend', '--plain');
  expect(again.out).toMatch(link);
  expect(again.out).not.toBe(one.out);
  expectRefusal(await invite('on@example.com', '--resend'), 4, /no invite.*Did you mean “one@example\.com”/);
  expectRefusal(await invite('nonsense'), 2, /e-mail address/);
  expectRefusal(await invite('x@example.com', '--role', 'king'), 2, /owner, admin, member/);
  const taken = await aerostack(['workspace', 'member', 'remove', slug, 'one@example.com', '--yes']);
  expect([taken.code, taken.err]).toEqual([0, matching(/one@example\.com is taken back/)]);
});

test('members are listed, given roles, and removed with their tokens', async ({ aerostack, rest, product }) => {
  const { slug, url } = await rest.createWorkspace('Crew');
  const grace = await join(product.origin, rest, slug, 'grace.of.the.crew@example.com');
  const member = (verb: string, ...args: string[]) => aerostack(['workspace', 'member', verb, slug, ...args]);
  const rows = rowsOf((await member('list')).out);
  expect(rows[0]).toEqual(['EMAIL', 'NAME', 'ROLE', 'JOINED', 'LAST ACTIVE', 'TOKENS', 'CALLS (30 D)']);
  expect(rows[2]?.slice(0, 3)).toEqual([grace.email, 'Grace Hopper', 'member']);
  const { body } = await rest.send('GET', `/workspaces/${slug}/members`);
  expect(JSON.parse((await member('list', '--json')).out)).toEqual({ version: 1, ...body });

  const raised = await member('role', grace.email, 'admin', '--json');
  expect([JSON.parse(raised.out).role, raised.err]).toEqual(['admin', matching(/Grace Hopper .* is admin of crew/)]);
  expectRefusal(await member('role', 'ada@example.com', 'member'), 1, /needs an owner/);
  expectRefusal(
    await member('role', 'grace@example.com', 'member'),
    4,
    /no member.*“grace@example\.com”.*member list crew/,
  );
  expectRefusal(await member('role', grace.email, 'queen'), 2, /owner, admin, member/);

  const ping = () => send(url, legacyRequest('ping', undefined, bearer(grace.token.raw)));
  expect((await ping()).status).toBe(200);
  expectRefusal(await member('remove', grace.email), 2, /Remove Grace Hopper .*--yes/);
  expect((await ping()).status).toBe(200);
  expect((await member('remove', grace.email, '--yes')).err).toMatch(/every request with a token of theirs is refused/);
  expect((await ping()).status).toBe(401);
  expectRefusal(await member('remove', grace.email, '--yes'), 4, /no member/);
});
