import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import NextAuth from 'next-auth';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pinNextAuthOrigin } from '../env';
import { type ProviderUser, providerOptions } from './provider-options';

/**
 * GitHub and Google cannot be reached from a test, so a server of ours speaks as their documentation says, and next-auth goes the
 * whole way with it: address, state, PKCE, code, token, profile.
 */
describe('next-auth with our providers', () => {
  const client = { clientId: 'the-client', clientSecret: 'the-secret' };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const asked: { path: string; headers: IncomingMessage['headers']; body: URLSearchParams }[] = [];
  let server: Server;
  let at: string;
  let emails: object[];
  let claims: Record<string, unknown>;
  let userinfo: Record<string, unknown> | undefined;
  let nonce = '';
  let arrived: ProviderUser[] = [];

  const answers: Record<string, () => unknown> = {
    '/login/access_token': () => ({ access_token: 'gho_secret', scope: 'user:email', token_type: 'bearer' }),
    '/user': () => ({ id: 583_231, login: 'octocat', name: 'The Octocat', email: 'public@example.com' }),
    '/user/emails': () => emails,
    '/.well-known/openid-configuration': () => ({
      issuer: at,
      authorization_endpoint: `${at}/o/oauth2/v2/auth`,
      token_endpoint: `${at}/token`,
      jwks_uri: `${at}/certs`,
      userinfo_endpoint: userinfo === undefined ? undefined : `${at}/userinfo`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/certs': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'k' }] }),
    '/token': () => ({ access_token: 'ya29.secret', token_type: 'Bearer', id_token: idToken() }),
    '/userinfo': () => userinfo,
  };

  beforeAll(async () => {
    server = createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += chunk;
      const { pathname } = new URL(req.url ?? '', at);
      asked.push({ path: pathname, headers: req.headers, body: new URLSearchParams(body) });
      const answer = answers[pathname];
      res.statusCode = answer === undefined ? 404 : 200;
      res.setHeader('content-type', 'application/json').end(JSON.stringify(answer?.() ?? {}));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    pinNextAuthOrigin('http://127.0.0.1:4250');
  });
  afterAll(() => void server.close());
  afterEach(() => {
    asked.length = 0;
    arrived = [];
    userinfo = undefined;
  });

  function idToken(): string {
    const seconds = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const life = { iat: seconds, exp: seconds + 60, nonce };
    const head = part({ alg: 'RS256', kid: 'k' });
    const text = `${head}.${part({ iss: at, aud: client.clientId, sub: '10769150350006150715113082367', ...life, ...claims })}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  }

  const jar = new Map<string, string>();

  /** One request to next-auth's routes, by a browser that keeps cookies. */
  async function browse(
    action: string,
    provider: string,
    query: Record<string, string>,
    body?: Record<string, string>,
  ) {
    const response = {
      location: '',
      set: [] as string[],
      body: undefined as unknown,
      status: () => response,
      setHeader(name: string, value: string | string[]) {
        if (name.toLowerCase() === 'location') response.location = String(value);
        if (name.toLowerCase() === 'set-cookie') response.set = [value].flat();
        return response;
      },
      getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? response.set : undefined),
      end: () => response,
      json: (value: unknown) => Object.assign(response, { body: value }),
      send: (value: unknown) => Object.assign(response, { body: value }),
    };
    const request = {
      method: body === undefined ? 'GET' : 'POST',
      query: { nextauth: [action, provider], ...query },
      cookies: Object.fromEntries(jar),
      headers: {},
      body,
    };
    await NextAuth(request as never, response as never, {
      secret: 'a secret of these tests',
      session: { strategy: 'jwt' },
      logger: { error: () => {}, warn: () => {}, debug: () => {} },
      providers: providerOptions(
        { oidc: null, github: client, google: client },
        { github: `${at}/login`, githubApi: at, google: at },
      ),
      callbacks: {
        signIn: async ({ user }) => {
          arrived.push(user as ProviderUser);
          return false;
        },
      },
    });
    for (const cookie of response.set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, decodeURIComponent(value));
    }
    return response;
  }

  async function goTo(provider: string): Promise<URL> {
    jar.clear();
    const { body } = await browse('csrf', '', {});
    const { csrfToken } = body as { csrfToken: string };
    const { location } = await browse('signin', provider, {}, { csrfToken });
    const target = new URL(location);
    nonce = target.searchParams.get('nonce') ?? '';
    return target;
  }
  async function comeBack(provider: string, answer: Record<string, string>): Promise<ProviderUser['account'] | null> {
    await browse('callback', provider, answer);
    return arrived[0]?.account ?? null;
  }
  const stateOf = (target: URL) => target.searchParams.get('state') ?? '';

  it('GitHub is asked for addresses and nothing else, by state and PKCE', async () => {
    emails = [
      { email: 'Other@example.com', primary: false, verified: true, visibility: null },
      { email: 'Octocat@GitHub.com', primary: true, verified: true, visibility: 'private' },
    ];
    const target = await goTo('github');
    expect(target.pathname).toBe('/login/authorize');
    expect(Object.fromEntries(target.searchParams)).toMatchObject({
      client_id: client.clientId,
      scope: 'user:email',
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'http://127.0.0.1:4250/api/auth/callback/github',
    });
    expect(await comeBack('github', { code: 'c', state: stateOf(target) })).toEqual({
      provider: 'github',
      issuer: `${at}/login`,
      subject: '583231',
      name: 'The Octocat',
      email: 'octocat@github.com',
      isVerified: true,
    });
    const exchange = asked.find(({ path }) => path === '/login/access_token');
    expect(exchange?.body.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    const api = asked.filter(({ path }) => path.startsWith('/user'));
    expect(api.map(({ headers }) => headers.authorization)).toEqual(['Bearer gho_secret', 'Bearer gho_secret']);
  });

  it('the address in a GitHub profile, and a primary one that is not verified, stand for nobody', async () => {
    emails = [{ email: 'octocat@github.com', primary: true, verified: false, visibility: null }];
    const target = await goTo('github');
    expect(await comeBack('github', { code: 'c', state: stateOf(target) })).toMatchObject({ isVerified: false });
  });

  it('Google is believed what its ID token says, with the nonce that we sent', async () => {
    claims = { email: 'Ada@gmail.com', email_verified: true, name: 'Ada' };
    const target = await goTo('google');
    expect(target.searchParams.get('scope')).toBe('openid email profile');
    expect(nonce).toMatch(/^[\w-]{43}$/);
    expect(await comeBack('google', { code: 'c', state: stateOf(target) })).toMatchObject({
      provider: 'google',
      issuer: at,
      subject: '10769150350006150715113082367',
      email: 'ada@gmail.com',
      isVerified: true,
    });
    claims = { email: 'ada@gmail.com', email_verified: false };
    const again = await goTo('google');
    arrived = [];
    expect(await comeBack('google', { code: 'c', state: stateOf(again) })).toMatchObject({ isVerified: false });
  });

  it('address and verification are taken from one place: half of an ID token is completed by nothing', async () => {
    claims = { email: 'ada@gmail.com' };
    userinfo = { sub: '10769150350006150715113082367', email: 'eve@example.com', email_verified: true };
    const target = await goTo('google');
    expect(await comeBack('google', { code: 'c', state: stateOf(target) })).toMatchObject({ email: 'eve@example.com' });
  });

  it.each([
    ['a wrong nonce', () => ({ nonce: randomUUID() })],
    ['another audience', () => ({ aud: 'somebody-else' })],
    ['another issuer', () => ({ iss: 'https://evil.example' })],
    ['an end in the past', () => ({ exp: 1_700_000_000 })],
    ['no subject', () => ({ sub: undefined })],
  ])('an ID token with %s lets nobody in', async (_, wrong) => {
    const target = await goTo('google');
    claims = { email: 'ada@gmail.com', email_verified: true, ...wrong() };
    expect(await comeBack('google', { code: 'c', state: stateOf(target) })).toBeNull();
  });

  it('a wrong state, and the cookies of another provider, let nobody in', async () => {
    claims = { email: 'ada@gmail.com', email_verified: true };
    const target = await goTo('google');
    expect(await comeBack('google', { code: 'c', state: randomUUID() })).toBeNull();
    expect(await comeBack('github', { code: 'c', state: stateOf(target) })).toBeNull();
    expect(asked.filter(({ path }) => path.includes('token'))).toEqual([]);
  });
});
