import { createServer } from 'node:https';
import { expect, test } from '@playwright/test';
import { callerOf, eras } from './caller';
import { answerProperly } from './fixtures/broken-server';
import { type Certificates, makeCertificates } from './fixtures/certificates';
import { hostFixture } from './fixtures/http-host';
import { type Product, removeInstallation, startProduct } from './product';
import { setUp } from './rest';
import { textOf } from './wire';

/** A product that trusts a test authority, so that time is all that is wrong with the certificate. */
let certificates: Certificates;
let product: Product;
test.beforeAll(async () => {
  certificates = await makeCertificates();
  product = await startProduct({ env: { NODE_EXTRA_CA_CERTS: certificates.authorityFile } });
});
test.afterAll(async () => {
  await product.stop();
  await removeInstallation(product);
  await certificates.remove();
});

test('a server whose certificate runs out: calls fail in words without running, and work again when it is renewed', async () => {
  const { key, valid, expired } = certificates;
  const rest = await setUp(product.origin);
  let calls = 0;
  const https = createServer({ key, cert: valid });
  const present = (cert: string) => {
    https.setSecureContext({ key, cert });
    https.closeAllConnections();
  };
  const server = await hostFixture((req, res, message) => {
    if (message?.method !== 'tools/call') return answerProperly(req, res, message);
    calls += 1;
    res.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
    return res.end(
      JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { content: [{ type: 'text', text: 'secure' }] } }),
    );
  }, https);
  const { slug } = await rest.createWorkspace('Certified');
  const added = await rest.addServer(slug, { name: 'Certified', slug: 'certified', url: server.url });
  expect(added).toMatchObject({ status: 'up', last_error: null });
  const { call } = callerOf(await rest.createToken(slug));
  expect(textOf(await call('legacy', 'certified__act'))).toBe('secure');

  present(expired);
  for (const era of eras) {
    expect(textOf(await call(era, 'certified__act'))).toMatch(
      /^Server "Certified" failed \(tls\): The TLS certificate of 127\.0\.0\.1 has expired\. The tool did not run\. /,
    );
  }
  expect(calls).toBe(1);
  const path = `/workspaces/${slug}/servers/${added.id}`;
  const refreshed = await rest.send('POST', `${path}/refresh`);
  expect(refreshed.body).toMatchObject({
    status: 'down',
    last_error: expect.stringMatching(/certificate .* has expired/),
  });

  present(valid);
  expect((await rest.send('POST', `${path}/refresh`)).body).toMatchObject({ status: 'up', last_error: null });
  expect(textOf(await call('modern', 'certified__act'))).toBe('secure');
  await server.close();
});
