import { gate } from './fixtures/gate';
import { seenCalls } from './fixtures/http-host';
import type { CreatedToken } from './rest';
import { matching } from './shapes';
import { expect, test } from './test';
import { bearer, legacyRequest, messagesOf, modernRequest, open, rpcOf, send, textOf } from './wire';

/** What revoking does to requests that were let in before it. */
const eras = ['legacy', 'modern'] as const;
const progressOf = (message: { method?: string; params?: Record<string, unknown> }) =>
  message.method === 'notifications/progress' ? message.params?.progress : undefined;

function slowCall(era: (typeof eras)[number], { raw }: CreatedToken, server: string, gateName: string) {
  const params = { name: `${server}__slow`, arguments: { gate: gateName, steps: 1 } };
  const request =
    era === 'modern'
      ? modernRequest('tools/call', params, { meta: { progressToken: 7 } })
      : legacyRequest('tools/call', { ...params, _meta: { progressToken: 7 } });
  return { ...request, headers: { ...request.headers, ...bearer(raw) } };
}

for (const era of eras) {
  for (const server of ['v1', 'v2', 'v2-modern']) {
    test(`revoking closes the ${era} stream from ${server} within a second, says so, and touches no other token's`, async ({
      rest,
      world,
      token,
    }) => {
      const other = await rest.createToken(world.slug);
      const names = ['revoked', 'other'].map((who) => `${who} ${era} ${server} ${test.info().project.name}`);
      const [revoked = '', kept = ''] = names;
      const [stream, neighbour] = await Promise.all([
        open(token.url, slowCall(era, token, server, revoked)),
        open(other.url, slowCall(era, other, server, kept)),
      ]);
      for (const one of [stream, neighbour]) {
        await expect.poll(() => messagesOf(one.soFar()).map(progressOf), { intervals: [10] }).toEqual([1]);
      }
      expect((await rest.revokeToken(world.slug, token.id)).status).toBe(200);
      const revokedAt = performance.now();
      await stream.ended;
      expect(performance.now() - revokedAt).toBeLessThan(1000);
      expect(rpcOf(stream.soFar())).toMatchObject({ id: 1, error: { code: -32001, message: matching(/revoked/) } });
      gate(`${revoked}:1`).open();
      gate(`${kept}:1`).open();
      await neighbour.ended;
      expect(textOf(neighbour.soFar())).toBe('done after 1 steps');
    });
  }

  test(`a ${era} call whose answer comes after its token was revoked gets no result`, async ({
    rest,
    world,
    token,
    product,
  }) => {
    const gateName = `late ${era} ${test.info().project.name}`;
    const before = seenCalls(world.v1Json).length;
    const pending = send(token.url, slowCall(era, token, 'v1-json', gateName));
    await expect.poll(() => seenCalls(world.v1Json).length, { intervals: [10] }).toBe(before + 1);
    expect((await rest.revokeToken(world.slug, token.id)).status).toBe(200);
    gate(`${gateName}:1`).open();
    const answer = await pending;
    expect([answer.status, rpcOf(answer)]).toMatchObject([401, { id: 1, error: { code: -32001 } }]);
    expect(answer.text).not.toContain('done after');
    expect((await fetch(`${product.origin}/livez`)).status).toBe(200);
  });
}
