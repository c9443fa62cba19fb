import { createServer as createTcpServer } from 'node:net';
import { expect, test } from 'vitest';
import { ConnectFailure } from './connect-failure';
import { createConnections } from './connections';
import { failureOfError } from './failure-of-error';
import { loopbackGuard, startFixture, targetOf } from './server-fixture';

const url = new URL('https://mcp.example.com/secret-path');
const waits = { timeoutMs: 5_000, connectTimeoutMs: 3_000 };
const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each([
  ['CERT_HAS_EXPIRED', 'tls', 'The TLS certificate of mcp.example.com has expired.'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', 'The TLS certificate of mcp.example.com is self-signed.'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'The TLS certificate at this address is not for mcp.example.com.'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', expect.stringContaining('an authority that this machine does not know')],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', expect.stringContaining('(ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)')],
  ['ECONNREFUSED', 'connect', 'Nothing listens at mcp.example.com:443: the connection was refused.'],
  ['EHOSTUNREACH', 'connect', 'There is no network route to mcp.example.com:443.'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'mcp.example.com:443 did not accept a connection within 3 s.'],
  ['ECONNRESET', 'closed', 'mcp.example.com:443 closed the connection before it could be used.'],
])('%s is told in words', (code, stage, message) => {
  const failure = failureOfError(withCode(code), url, 'connecting', waits);
  expect(failure).toMatchObject({ stage, message, ran: 'never' });
  expect(failure.nextStep).toMatch(/^[A-Z].*\.$/);
  expect(`${failure.message} ${failure.nextStep}`).not.toContain('secret-path');
});

test('what went wrong at several addresses, or below undici, is found', () => {
  const refused = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]);
  expect(failureOfError(refused, url, 'connecting', waits)).toMatchObject({ stage: 'connect' });
  const own = new ConnectFailure('address', 'Not allowed.', { nextStep: 'Try another.' });
  expect(failureOfError(new Error('outer', { cause: own }), url, 'connecting', waits)).toBe(own);
  const reset = Object.assign(new Error('other side closed'), {
    code: 'UND_ERR_SOCKET',
    cause: withCode('ECONNRESET'),
  });
  expect(failureOfError(reset, url, 'answering', waits)).toMatchObject({ stage: 'closed', ran: 'unknown' });
});

test('https to a server without TLS says so', async () => {
  const connections = createConnections({ guard: loopbackGuard(), version: '0' });
  const fixture = await startFixture((_received, response) => void response.end());
  const connection = connections.get(targetOf(fixture.url.replace('http:', 'https:')));
  await expect(connection.open()).rejects.toMatchObject({
    stage: 'tls',
    ran: 'never',
    message: `127.0.0.1:${fixture.port} does not speak TLS.`,
  });
  await connections.close();
  await fixture.close();
});

test('a server that answers in something other than HTTP says so', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write('+OK POP3 ready\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const connections = createConnections({ guard: loopbackGuard(), version: '0' });
  await expect(connections.get(targetOf(`http://127.0.0.1:${port}/`)).open()).rejects.toMatchObject({
    stage: 'protocol',
    message: `What listens at 127.0.0.1:${port} does not speak HTTP.`,
  });
  await connections.close();
  await new Promise((resolve) => server.close(resolve));
});
