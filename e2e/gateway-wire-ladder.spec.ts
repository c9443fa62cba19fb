import { startConformanceServer } from './conformance/fixture-server';
import type { FixtureServer } from './fixtures/http-host';
import { legacyRows } from './ladder-legacy';
import { modernRows, type Row } from './ladder-modern';
import { expect, test as withProduct } from './test';
import { bearer, messagesOf, send, type WireAnswer } from './wire';

interface Ladder {
  /** The server of SDK 2.4.0, for every revision, without sessions. */
  reference: FixtureServer;
  slug: string;
}

/**
 * How a request is told to an era, and what is answered to one that fits none: each row is sent, byte for byte, to the reference server and to
 * the gateway with that server behind it. Where the two differ on purpose the row says so.
 */
const test = withProduct.extend<object, { ladder: Ladder }>({
  ladder: [
    async ({ rest }, use) => {
      const reference = await startConformanceServer('stateless');
      const { slug } = await rest.createWorkspace('Ladder');
      const added = await rest.addServer(slug, { name: 'Reference', url: reference.url, prefix: '' });
      if (added.status !== 'up') throw new Error(`the reference was added as ${added.status}: ${added.last_error}`);
      await use({ reference, slug });
      await reference.close();
    },
    { scope: 'worker' },
  ],
});

for (const [row, { request, reference, ...expected }] of Object.entries({
  ...modernRows,
  ...legacyRows,
})) {
  test(row, async ({ ladder, rest }) => {
    if (reference !== null) expectAnswer(await send(ladder.reference.url, request), expected);
    const { raw, url } = await rest.createToken(ladder.slug);
    expectAnswer(await send(url, { ...request, headers: { ...request.headers, ...bearer(raw) } }), expected);
  });
}

function expectAnswer(answer: WireAnswer, { status, code, id = 1, holds }: Omit<Row, 'request' | 'reference'>) {
  if (code === null) {
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text: '' });
    return;
  }
  const message = messagesOf(answer).find(({ method }) => method === undefined);
  const error = { code, ...(holds && { data: holds }) };
  expect({ status: answer.status, message }).toMatchObject({
    status,
    message: code === undefined ? { id, result: holds ?? {} } : { id, error },
  });
}
