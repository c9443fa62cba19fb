import { callerOf, eras } from './caller';
import { answerProperly } from './fixtures/broken-server';
import { type FixtureServer, hostFixture, seenCalls } from './fixtures/http-host';
import { startV1Json } from './fixtures/v1-server';
import { expect, test } from './test';
import { rpcOf, textOf, toolNames } from './wire';

interface AbsentServer extends FixtureServer {
  /** From now on it takes requests and never answers. */
  leave(): void;
  comeBack(): void;
}

async function startAbsent(): Promise<AbsentServer> {
  let isAway = false;
  const fixture = await hostFixture((req, res, message) => {
    if (isAway) return;
    if (message?.method !== 'tools/call') return answerProperly(req, res, message);
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { content: [{ type: 'text', text: 'here' }] } }));
  });
  const set = (value: boolean) => () => {
    isAway = value;
  };
  return { ...fixture, leave: set(true), comeBack: set(false) };
}

const timed = async <T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> => {
  const startedAt = performance.now();
  const value = await work();
  return { ms: performance.now() - startedAt, value };
};
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('calls to a server that is away are answered at once after the third, say when it is tried again, and work when it is back', async ({
  rest,
}) => {
  const absent = await startAbsent();
  const { slug } = await rest.createWorkspace('Away');
  await rest.addServer(slug, { name: 'Absent', slug: 'absent', url: absent.url, timeout_ms: 1000 });
  const { call } = callerOf(await rest.createToken(slug));
  expect(textOf(await call('legacy', 'absent__act'))).toBe('here');
  absent.leave();
  const slow = await Promise.all([0, 1, 2].map(() => timed(() => call('legacy', 'absent__act'))));
  for (const { ms, value } of slow) {
    expect(textOf(value)).toMatch(/^Server "Absent" failed \(timeout\): .*outcome is unknown/);
    expect(ms).toBeGreaterThan(900);
  }
  const sent = seenCalls(absent).length;
  const fast: number[] = [];
  let tries = 0;
  while (fast.length < 7 && tries < 3) {
    const { ms, value } = await timed(() => call(fast.length % 2 === 0 ? 'legacy' : 'modern', 'absent__act'));
    // On a machine this slow a second has passed meanwhile, and this was the call that tries.
    if (textOf(value).includes('(timeout)')) tries += 1;
    else {
      expect(rpcOf(value).result?.isError).toBe(true);
      expect(textOf(value)).toMatch(
        /^Server "Absent" failed \(down\): .*The tool did not run\. It is (tried again in \d+ s|being tried now)/,
      );
      fast.push(ms);
    }
  }
  // 100 ms is the promise; the median of seven forgives a busy machine its hiccups.
  expect(median(fast)).toBeLessThan(100);
  expect(seenCalls(absent).length - sent).toBe(tries);
  absent.comeBack();
  await expect.poll(async () => textOf(await call('modern', 'absent__act')), { timeout: 20_000 }).toBe('here');
  expect(textOf(await call('legacy', 'absent__act'))).toBe('here');
  await absent.close();
});

test('while a server is away, one caller at a time tries it, and the others do not wait for that one', async ({
  rest,
}) => {
  const absent = await startAbsent();
  const { slug } = await rest.createWorkspace('Tried');
  await rest.addServer(slug, { name: 'Absent', slug: 'absent', url: absent.url, timeout_ms: 1000 });
  const { call } = callerOf(await rest.createToken(slug));
  absent.leave();
  await Promise.all([0, 1, 2].map(() => call('legacy', 'absent__act')));
  const sent = seenCalls(absent).length;
  // Somebody asks all the time, until it was tried twice.
  await expect
    .poll(
      async () => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => call('legacy', 'absent__act')));
        const tried = answers.filter((answer) => textOf(answer).includes('(timeout)'));
        expect(tried.length).toBeLessThanOrEqual(1);
        expect(answers.filter((answer) => textOf(answer).includes('(down)')).length).toBe(8 - tried.length);
        return seenCalls(absent).length - sent;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(2);
  await absent.close();
});

test('a server that only refuses is not away: it is asked again each time, and works as soon as it stops refusing', async ({
  rest,
}) => {
  let status = 401;
  const strict = await hostFixture((req, res, message) => {
    if (message?.method !== 'tools/call') return answerProperly(req, res, message);
    res.writeHead(status, { 'content-type': 'application/json' });
    const result = { content: [{ type: 'text', text: 'let in' }] };
    return res.end(status === 200 ? JSON.stringify({ jsonrpc: '2.0', id: message.id, result }) : '');
  });
  const { slug } = await rest.createWorkspace('Strict');
  await rest.addServer(slug, { name: 'Strict', slug: 'strict', url: strict.url });
  const { call } = callerOf(await rest.createToken(slug));
  for (status of [401, 401, 403, 403, 429, 429]) {
    const said = textOf(await call('legacy', 'strict__act'));
    expect(said).toMatch(new RegExp(`^Server "Strict" failed \\(\\w+\\): .*${status}`));
    expect(said).not.toContain('(down)');
  }
  status = 200;
  expect(textOf(await call('modern', 'strict__act'))).toBe('let in');
  expect(seenCalls(strict).length).toBe(7);
  await strict.close();
});

test('twenty servers, one of them hanging: lists are whole and calls to the others work while it hangs', async ({
  rest,
}) => {
  test.slow();
  const absent = await startAbsent();
  const others = await Promise.all(Array.from({ length: 19 }, () => startV1Json()));
  const { slug } = await rest.createWorkspace('Twenty');
  await rest.addServer(slug, { name: 'Absent', slug: 'absent', url: absent.url });
  for (const [index, { url }] of others.entries()) {
    await rest.addServer(slug, { name: `Other ${index}`, slug: `other-${index}`, url });
  }
  const { call, list } = callerOf(await rest.createToken(slug));
  absent.leave();
  // Its own time-out is a minute: nothing below could wait for it and still be in time.
  let hasEnded = false;
  const hanging = call('modern', 'absent__act').finally(() => {
    hasEnded = true;
  });
  await expect.poll(() => seenCalls(absent).length).toBe(1);
  const expected = ['absent__act', ...others.map((_, index) => `other-${index}__echo`)];
  for (const era of eras) {
    expect(toolNames(await list(era))).toEqual(expect.arrayContaining(expected));
    const answers = await Promise.all(
      others.map((_, index) => call(era, `other-${index}__echo`, { text: `${index}` })),
    );
    expect(answers.map(textOf)).toEqual(others.map((_, index) => `${index}`));
  }
  expect(hasEnded).toBe(false);
  await absent.close();
  expect(rpcOf(await hanging).result?.isError).toBe(true);
  await Promise.all(others.map((server) => server.close()));
});
