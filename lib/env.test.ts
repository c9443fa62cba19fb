import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownHosts, readEnv } from './env';

const oidc = {
  AEROSTACK_OIDC_ISSUER: 'https://id.example.com/realms/acme/',
  AEROSTACK_OIDC_CLIENT_ID: 'aerostack',
  AEROSTACK_OIDC_CLIENT_SECRET: 'secret',
  AEROSTACK_OIDC_NAME: 'Acme SSO',
};

describe('the environment', () => {
  it('needs nothing: loopback, port 3000, SQLite in .data, 120 requests a minute, public servers', () => {
    expect(readEnv({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      url: 'http://127.0.0.1:3000',
      urlIsLoopback: true,
      database: { provider: 'sqlite', file: resolve('.data/aerostack.db') },
      tokenRate: 120,
      rateStore: { store: 'memory' },
      serverNetworks: { mode: 'public' },
      mail: null,
      secretScanningKeysUrl: 'https://api.github.com/meta/public_keys/secret_scanning',
    });
  });

  it('takes the machine name in HOSTNAME for no setting of ours', () => {
    expect(readEnv({ HOSTNAME: 'box-7' }).host).toBe('127.0.0.1');
  });

  it.each([
    [{ AEROSTACK_URl: 'x' }, 'AEROSTACK_URl is not a setting of Aerostack. Did you mean AEROSTACK_URL?'],
    [{ AEROSTACK_TOKEN_RATES: '1' }, 'Did you mean AEROSTACK_TOKEN_RATE?'],
    [{ AEROSTACK_NONSENSE_ENTIRELY: '1' }, 'AEROSTACK_NONSENSE_ENTIRELY is not a setting of Aerostack.'],
    [{ PORT: '0' }, 'PORT must be a whole number from 1 to 65535, not "0".'],
    [{ PORT: '3e3' }, 'PORT must be a whole number'],
    [{ AEROSTACK_HOST: '0.0.0.0' }, 'set AEROSTACK_URL to the address they use'],
    [{ AEROSTACK_URL: 'mcp.example.com' }, 'AEROSTACK_URL must be an origin'],
    [{ AEROSTACK_URL: 'https://mcp.example.com/path' }, 'without a path'],
    [{ AEROSTACK_URL: 'ftp://mcp.example.com' }, 'http or https'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must start with file:, postgres:// or postgresql://.'],
    [{ AEROSTACK_SETUP_CODE: 'short' }, 'at least 16 characters'],
    [{ AEROSTACK_TOKEN_RATE: '-1' }, 'AEROSTACK_TOKEN_RATE must be a whole number'],
    [{ REDIS_URL: 'https://cache.example' }, 'REDIS_URL must be an address such as redis://127.0.0.1:6379'],
    [{ REDIS_URL: '127.0.0.1:6379' }, 'REDIS_URL must be an address'],
    [{ UPSTASH_REDIS_REST_URL: 'https://a.upstash.io' }, 'must be set together'],
    [{ UPSTASH_REDIS_REST_TOKEN: 'secret' }, 'must be set together'],
    [{ UPSTASH_REDIS_REST_URL: 'a.upstash.io', UPSTASH_REDIS_REST_TOKEN: 'secret' }, 'such as https://name.upstash.io'],
    [{ REDIS_URL: 'redis://a', UPSTASH_REDIS_REST_URL: 'https://a.upstash.io' }, 'not both'],
    [{ AEROSTACK_SERVER_NETWORKS: 'private' }, '"private" is not an address range'],
    [{ AEROSTACK_TRUSTED_PROXIES: '10.0.0.0/99' }, '"10.0.0.0/99" is not an address range'],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'SMTP_URL and MAIL_FROM must be set together.'],
    [{ MAIL_FROM: 'a@example.com' }, 'SMTP_URL and MAIL_FROM must be set together.'],
    [{ SMTP_URL: 'mail.example.com:25', MAIL_FROM: 'a@example.com' }, 'SMTP_URL must be an address such as smtp://'],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Aerostack' }, 'MAIL_FROM must be an address such as'],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@b.example, c@d.example' }, 'MAIL_FROM must be an address'],
    [{ AEROSTACK_SECRET_SCANNING_KEYS_URL: 'http://keys.example' }, 'must be an https address'],
    [{ AEROSTACK_GITHUB_CLIENT_ID: 'a' }, 'must be set together; AEROSTACK_GITHUB_CLIENT_SECRET is missing.'],
    [{ AEROSTACK_GOOGLE_CLIENT_SECRET: 's' }, 'must be set together; AEROSTACK_GOOGLE_CLIENT_ID is missing.'],
    [
      { AEROSTACK_OIDC_NAME: 'Acme', AEROSTACK_OIDC_ISSUER: 'https://id.example' },
      'AEROSTACK_OIDC_CLIENT_ID and AEROSTACK_OIDC_CLIENT_SECRET are missing.',
    ],
    [{ ...oidc, AEROSTACK_OIDC_ISSUER: 'http://id.example' }, 'AEROSTACK_OIDC_ISSUER must be the https address'],
    [{ ...oidc, AEROSTACK_OIDC_ISSUER: 'https://a:b@id.example' }, 'AEROSTACK_OIDC_ISSUER must be the https address'],
    [
      { ...oidc, AEROSTACK_OIDC_ISSUER: 'https://id.example/.well-known/openid-configuration' },
      'AEROSTACK_OIDC_ISSUER must be the https address',
    ],
    [{ ...oidc, AEROSTACK_OIDC_NAME: 'x'.repeat(41) }, 'AEROSTACK_OIDC_NAME must have at most 40 characters'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
  ])('refuses %j and says what to write instead', (source, message) => {
    expect(() => readEnv(source as Record<string, string>)).toThrow(message);
  });

  it('knows the sign-in providers that are set, and no others', () => {
    expect(readEnv({}).signIn).toEqual({ oidc: null, github: null, google: null });
    const github = { AEROSTACK_GITHUB_CLIENT_ID: 'a', AEROSTACK_GITHUB_CLIENT_SECRET: 's' };
    expect(readEnv({ ...oidc, ...github }).signIn).toEqual({
      oidc: {
        issuer: 'https://id.example.com/realms/acme',
        clientId: 'aerostack',
        clientSecret: 'secret',
        name: 'Acme SSO',
      },
      github: { clientId: 'a', clientSecret: 's' },
      google: null,
    });
    expect(readEnv({ ...oidc, AEROSTACK_OIDC_ISSUER: 'http://127.0.0.1:9000' }).signIn.oidc).not.toBeNull();
  });

  it('reads every kind of database address and network', () => {
    expect(readEnv({ DATABASE_URL: 'file:///var/lib/a.db' }).database).toEqual({
      provider: 'sqlite',
      file: '/var/lib/a.db',
    });
    expect(readEnv({ DATABASE_URL: 'file:./a.db' }).database).toEqual({ provider: 'sqlite', file: resolve('a.db') });
    expect(readEnv({ DATABASE_URL: 'postgresql://h/d' }).database).toMatchObject({ provider: 'postgres' });
    expect(readEnv({ AEROSTACK_SERVER_NETWORKS: 'public, 10.0.0.0/8,::1' }).serverNetworks).toEqual({
      mode: 'cidrs',
      cidrs: ['10.0.0.0/8', '::1/128'],
      withPublic: true,
    });
  });

  it('reads where mail goes and whom it comes from', () => {
    const smtpUrl = 'smtps://user:p%40ss@mail.example.com';
    for (const from of ['aerostack@example.com', 'Aerostack <aerostack@example.com>'])
      expect(readEnv({ SMTP_URL: smtpUrl, MAIL_FROM: from }).mail).toEqual({ smtpUrl, from });
  });

  it('reads every kind of rate store', () => {
    const url = 'rediss://user:password@cache.example:6380/2';
    expect(readEnv({ REDIS_URL: url }).rateStore).toEqual({ store: 'redis', url });
    const upstash = { UPSTASH_REDIS_REST_URL: 'https://a.upstash.io', UPSTASH_REDIS_REST_TOKEN: 'secret' };
    expect(readEnv(upstash).rateStore).toEqual({ store: 'upstash', url: 'https://a.upstash.io', token: 'secret' });
  });

  it('never repeats an address that holds a password', () => {
    expect(() => readEnv({ REDIS_URL: 'reddis://:hunter2@cache.example' })).toThrow(/^(?!.*hunter2)/);
    const smtp = { SMTP_URL: 'https://a:hunter2@mail.example', MAIL_FROM: 'a@example.com' };
    expect(() => readEnv(smtp)).toThrow(/^(?!.*hunter2)/);
  });

  it('treats an empty value as none', () => {
    expect(readEnv({ AEROSTACK_URL: ' ', SMTP_URL: '', MAIL_FROM: '' })).toMatchObject({
      url: 'http://127.0.0.1:3000',
      mail: null,
    });
  });

  it('knows its own hosts: one name on the internet, three on loopback, always with the port', () => {
    expect([...ownHosts('https://mcp.example.com')]).toEqual(['mcp.example.com']);
    expect([...ownHosts('http://localhost:3000')]).toEqual(['localhost:3000', '127.0.0.1:3000', '[::1]:3000']);
  });
});
