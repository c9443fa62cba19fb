import { createServer as createTlsServer } from 'node:https';
import { expect, type Run, test } from './cli';
import { makeCertificates } from './fixtures/certificates';
import { hostFixture } from './fixtures/http-host';
import { freePort } from './free-port';

interface Checked {
  name: string;
  status: string;
  detail: string;
  todo: string | null;
}

const checksOf = ({ out }: Run): Checked[] => JSON.parse(out).checks;
const named = (run: Run, name: string) => checksOf(run).find((check) => check.name === name);
const failures = (run: Run) => checksOf(run).flatMap(({ name, status }) => (status === 'failed' ? [name] : []));

test('finds nothing where all is well, and tells each step in a line', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Healthy');
  await rest.addServer(slug, { name: 'Demo', slug: 'demo', url: 'aerostack:demo' });
  const { raw } = await rest.createToken(slug);
  const { code, out, err } = await aerostack(['doctor', slug], { AEROSTACK_MCP_TOKEN: raw });
  expect([code, err]).toEqual([0, expect.stringContaining('Nothing is wrong')]);
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => line.split(': ')[0])).toEqual([
    ...['✓ DNS', '✓ TCP', '- TLS', '✓ HTTP', '✓ clock', '✓ sign-in', '✓ workspace'],
    ...['✓ token', '✓ initialize', '✓ tools/list', '✓ server demo'],
  ]);
  expect(out + err).not.toContain(raw);
});

test('names what the network lacks, and looks no further', async ({ aerostack }) => {
  const closed = await freePort();
  const cases = [
    { url: 'http://aerostack.invalid', failed: 'DNS', words: /aerostack\.invalid cannot be resolved/ },
    { url: `http://127.0.0.1:${closed}`, failed: 'TCP', words: /Start Aerostack there/ },
  ];
  for (const { url, failed, words } of cases) {
    const run = await aerostack(['doctor', 'any', '--json'], { AEROSTACK_URL: url });
    expect([run.code, failures(run), named(run, failed)?.todo]).toEqual([1, [failed], expect.stringMatching(words)]);
    expect(run.err).toMatch(new RegExp(`^Error: ${failed}: .*`, 'm'));
    const after = checksOf(run).slice(checksOf(run).findIndex(({ name }) => name === failed) + 1);
    expect(after.map(({ status }) => status)).toEqual(after.map(() => 'skipped'));
  }
});

test('says of a certificate that it is not trusted, and of one that is how long', async ({ aerostack }) => {
  const certificates = await makeCertificates();
  const server = createTlsServer({ key: certificates.key, cert: certificates.valid });
  const fixture = await hostFixture((_, res) => res.end(), server);
  const at = { AEROSTACK_URL: new URL(fixture.url).origin };
  const unknown = await aerostack(['doctor', 'any', '--json'], at);
  expect([unknown.code, failures(unknown)]).toEqual([1, ['TLS']]);
  expect(named(unknown, 'TLS')?.todo).toMatch(/NODE_EXTRA_CA_CERTS/);
  const trusting = { ...at, NODE_EXTRA_CA_CERTS: certificates.authorityFile };
  const known = await aerostack(['doctor', 'any', '--json'], trusting);
  expect([named(known, 'TLS')?.status, failures(known)]).toEqual(['ok', ['HTTP']]);
  expect(named(known, 'TLS')?.detail).toMatch(/^TLSv1\.\d, certificate of e2e until \d{4}-\d\d-\d\d$/);
  await fixture.close();
  await certificates.remove();
});

test('knows what is not Aerostack, and a clock that is wrong', async ({ aerostack }) => {
  let body = '<h1>It works!</h1>';
  const fixture = await hostFixture((_, res) => {
    res.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString());
    res.end(body);
  });
  const at = { AEROSTACK_URL: new URL(fixture.url).origin };
  const other = await aerostack(['doctor', 'any', '--json'], at);
  expect([other.code, failures(other), named(other, 'HTTP')?.detail]).toEqual([
    1,
    ['HTTP'],
    'what answers is not Aerostack (HTTP 200)',
  ]);
  body = JSON.stringify({ status: 'ready', checks: {} });
  const late = named(await aerostack(['doctor', 'any', '--json'], at), 'clock');
  expect([late?.status, late?.detail]).toEqual(['warning', expect.stringMatching(/^36\d\d s ahead of/)]);
  await fixture.close();
});

test('names the proxy that is in the way', async ({ aerostack }) => {
  const closed = await freePort();
  const env = { AEROSTACK_URL: 'https://mcp.example.com', HTTPS_PROXY: `http://ada:hunter2@127.0.0.1:${closed}` };
  const run = await aerostack(['doctor', 'any', '--json'], env);
  expect([run.code, failures(run), named(run, 'TCP')?.todo]).toEqual([
    1,
    ['TCP'],
    expect.stringMatching(/HTTPS_PROXY/),
  ]);
  expect(run.out + run.err).not.toContain('hunter2');
});

test('tells an ended key, an unknown workspace, a revoked token and a server that is down apart', async ({
  aerostack,
  rest,
}) => {
  const { slug } = await rest.createWorkspace('Sickbay');
  const closed = await freePort();
  await rest.addServer(slug, { name: 'Gone', slug: 'gone', url: `http://127.0.0.1:${closed}/mcp` });
  const { id, raw } = await rest.createToken(slug);
  const doctor = (workspace: string, env = {}) =>
    aerostack(['doctor', workspace, '--json'], { AEROSTACK_MCP_TOKEN: raw, ...env });

  const down = await doctor(slug);
  expect([down.code, failures(down), named(down, 'tools/list')?.status]).toEqual([1, ['server gone'], 'warning']);
  expect(named(down, 'server gone')?.detail).toMatch(/^down: /);

  const key = (await rest.send('POST', '/account/api-keys', { name: 'short-lived' })).body;
  await rest.send('DELETE', `/account/api-keys/${(key.api_key as { id: string }).id}`);
  const ended = await doctor(slug, { AEROSTACK_API_KEY: String(key.raw) });
  expect([ended.code, failures(ended), named(ended, 'initialize')?.status]).toEqual([3, ['sign-in'], 'ok']);

  const unknown = await doctor('sick-bay');
  expect([unknown.code, failures(unknown)]).toEqual([4, ['workspace', 'initialize']]);
  expect(named(unknown, 'workspace')?.todo).toContain(slug);

  await rest.revokeToken(slug, id);
  const revoked = await doctor(slug, { AEROSTACK_API_KEY: '' });
  expect([revoked.code, failures(revoked)]).toEqual([3, ['initialize']]);
  expect(named(revoked, 'initialize')?.todo).toMatch(/^Token revoked /);
  for (const { out, err } of [down, ended, unknown, revoked]) expect(out + err).not.toMatch(/(mwt|ak)_[0-9a-f]{12}/);
});
