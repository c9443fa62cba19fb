import { Counter, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { answerHealth, type HealthSource } from './health';

const loopback = { host: '127.0.0.1:3000' };
const secret = 'metrics-token-of-this-installation';

function sourceWith(over: Partial<HealthSource> = {}): HealthSource {
  const metrics = new Registry();
  metrics.registerMetric(new Counter({ name: 'proof', help: 'proof', registers: [] }));
  const rate = { store: 'memory' as const };
  return { state: 'ready', env: { metricsToken: undefined }, checkDatabase: async () => {}, rate, metrics, ...over };
}

describe('/readyz', () => {
  const ready = async (source: HealthSource) => {
    const { status, body } = await answerHealth(source, '/readyz', loopback, null);
    return { status, body: JSON.parse(body) };
  };

  it('says ready with what was checked', async () => {
    expect(await ready(sourceWith())).toEqual({
      status: 200,
      body: { status: 'ready', checks: { database: 'ok', migrations: 'ok' }, rate_store: 'memory' },
    });
  });

  it('says where requests are counted', async () => {
    expect(await ready(sourceWith({ rate: { store: 'redis' } }))).toMatchObject({ body: { rate_store: 'redis' } });
  });

  it('is 503 while the database does not answer, and the process stays alive', async () => {
    const source = sourceWith({ checkDatabase: () => Promise.reject(new Error('gone')) });
    expect(await ready(source)).toMatchObject({ status: 503, body: { checks: { database: 'unreachable' } } });
    expect((await answerHealth(source, '/livez', loopback, null)).status).toBe(200);
  });

  it('is 503 while the process drains', async () => {
    const answer = await ready(sourceWith({ state: 'draining' }));
    expect(answer).toMatchObject({ status: 503, body: { status: 'draining', checks: { draining: true } } });
  });

  it('does not wait for ever for a database that hangs', async () => {
    const source = sourceWith({ checkDatabase: () => new Promise(() => {}) });
    expect((await ready(source)).status).toBe(503);
  });
});

describe('/metrics', () => {
  const withToken = sourceWith({ env: { metricsToken: secret } });
  const status = async (source: HealthSource, headers: Record<string, string>, peer: string | null) =>
    (await answerHealth(source, '/metrics', headers, peer)).status;

  it('shows the numbers to this machine', async () => {
    const { status, body } = await answerHealth(sourceWith(), '/metrics', loopback, '127.0.0.1');
    expect(status).toBe(200);
    expect(body).toContain('proof');
    expect((await answerHealth(sourceWith(), '/metrics', { host: '[::1]:3000' }, '::1')).status).toBe(200);
  });

  it.each([
    ['another machine', loopback, '192.0.2.1'],
    ['someone whose address is not known', loopback, null],
    ['a proxy on this machine', { ...loopback, 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1'],
    ['a name that was rebound to this machine', { host: 'evil.example' }, '127.0.0.1'],
    ['a wrong token', { ...loopback, authorization: 'Bearer wrong' }, '127.0.0.1'],
    ['a token where none is set', { ...loopback, authorization: 'Bearer undefined' }, '192.0.2.1'],
  ])('does not exist for %s', async (_case, headers, peer) => {
    expect(await status(sourceWith(), headers, peer)).toBe(404);
  });

  it('shows the numbers to any machine that has the token', async () => {
    expect(await status(withToken, { host: 'a.example', authorization: `Bearer ${secret}` }, '192.0.2.1')).toBe(200);
    expect(await status(withToken, { host: 'a.example', authorization: `Bearer ${secret}x` }, '192.0.2.1')).toBe(404);
  });
});
