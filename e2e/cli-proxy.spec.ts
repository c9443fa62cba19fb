import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, expectRefusal, test } from './cli';
import { type Certificates, makeCertificates } from './fixtures/certificates';
import { startConnectProxy } from './fixtures/connect-proxy';

/** A company's network: the server is reached by TLS through a proxy that wants a password, and by no other way. */
let certificates: Certificates;
let tls: Server;
let port: number;
test.beforeAll(async ({ product }) => {
  certificates = await makeCertificates();
  const { host } = new URL(product.origin);
  tls = createServer({ key: certificates.key, cert: certificates.valid }, (req, res) => {
    const onward = request(
      `http://${host}${req.url}`,
      { method: req.method, headers: { ...req.headers, host } },
      (answer) => answer.pipe(res.writeHead(answer.statusCode ?? 0, answer.headers)),
    );
    req.pipe(onward);
  });
  await once(tls.listen(0, '127.0.0.1'), 'listening');
  ({ port } = tls.address() as AddressInfo);
});
test.afterAll(async () => {
  tls.close().closeAllConnections();
  await certificates.remove();
});

const list = ['workspace', 'list', '--json', '--debug'];

test('HTTPS_PROXY is the way to the server, its password and the key stay unsaid', async ({ aerostack, rest }) => {
  const proxy = await startConnectProxy(port);
  const env = { AEROSTACK_URL: 'https://mcp.example.test', NODE_EXTRA_CA_CERTS: certificates.authorityFile };
  const { code, out, err } = await aerostack(list, { ...env, HTTPS_PROXY: proxy.url });
  expect([code, JSON.parse(out).version]).toEqual([0, 1]);
  const authorization = `Basic ${Buffer.from('proxy-user:proxy-password').toString('base64')}`;
  expect(proxy.asked).toEqual([{ target: 'mcp.example.test:443', authorization }]);
  expect(err).toMatch(/GET https:\/\/mcp\.example\.test\/api\/v1\/workspaces.*HTTP 200/);
  for (const secret of ['proxy-password', rest.apiKey, 'Basic']) expect(err).not.toContain(secret);
  proxy.close();
});

test('NO_PROXY and this very machine are reached without it', async ({ aerostack }) => {
  const proxy = await startConnectProxy(port);
  const through = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
  expect((await aerostack(list, through)).code).toBe(0);
  const excepted = {
    ...through,
    AEROSTACK_URL: 'https://mcp.example.invalid',
    NO_PROXY: 'example.org,.example.invalid',
  };
  expect((await aerostack(['workspace', 'list'], excepted)).code).toBe(1);
  expect(proxy.asked).toEqual([]);
  proxy.close();
});

test('a proxy that is wrong, or does not let anybody through, is named by its variable', async ({ aerostack }) => {
  const closed = await startConnectProxy(0);
  const list = ['workspace', 'list'];
  const url = { AEROSTACK_URL: 'https://mcp.example.test' };
  expectRefusal(
    await aerostack(list, { ...url, HTTPS_PROXY: closed.url }),
    1,
    /through the proxy that HTTPS_PROXY names/,
  );
  closed.close();
  const gone = await aerostack(list, { ...url, HTTPS_PROXY: closed.url });
  expectRefusal(gone, 1, /through the proxy that HTTPS_PROXY names \(ECONNREFUSED\)/);
  expect(gone.err).not.toContain('proxy-password');
  for (const HTTPS_PROXY of ['proxy-password', 'proxy.example.com:3128', 'socks5://proxy.example.com:1080'])
    expectRefusal(await aerostack(list, { ...url, HTTPS_PROXY }), 2, /HTTPS_PROXY must be an http/);
});
