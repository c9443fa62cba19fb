import type { NextAuthOptions } from 'next-auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../access/passwords';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { createThrottle } from '../access/throttle';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { forgetRuntime, getRuntime } from '../server/runtime';
import { authOptions } from './auth-options';
import { stageRuntime } from './test-client';

const origin = 'http://localhost:4250';
const password = 'purple-otter-climbs-9-stairs';

describe.each(testDatabases)('next-auth on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let ada: PersonCtx;
  let logged: string[];
  let address = 1;
  const throttle = createThrottle();

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    logged = (await stageRuntime(stage)).logged;
    ada = await stage.person('Ada');
    await database.db.user.update({
      where: { id: ada.actor.id },
      data: { passwordHash: await hashPassword(password) },
    });
  });
  afterAll(async () => {
    forgetRuntime();
    await stage.parts.connections.close();
    await database.drop();
  });

  function options(): Required<NextAuthOptions> {
    address += 1;
    const runtime = { ...getRuntime(), ...stage.parts };
    const request = { requestId: 'r', address: `192.0.2.${address}`, userAgent: 'Browser', origin, throttle };
    return authOptions(runtime as never, request) as Required<NextAuthOptions>;
  }

  /** What next-auth does at sign-in: ask the provider, then turn the user into the claims of the cookie. */
  async function signIn(email: string, secret: string) {
    const { providers, callbacks } = options();
    const provider = providers[0] as unknown as { options: { authorize(input: object): Promise<object | null> } };
    const user = await provider.options.authorize({ email, password: secret });
    return user === null ? null : callbacks.jwt?.({ token: {}, user, trigger: 'signIn' } as never);
  }
  const renew = (token: object) => options().callbacks.jwt?.({ token } as never);

  it('signing in puts a session id into the cookie, and nothing else', async () => {
    expect(await signIn(ada.actor.email, password)).toEqual({ sid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await signIn(ada.actor.email, `${password}!`)).toBeNull();
    expect(await signIn('nobody@example.com', password)).toBeNull();
  });

  it('signing out ends the row, and the cookie is worth nothing afterwards', async () => {
    const claims = (await signIn(ada.actor.email, password)) ?? {};
    expect(await renew(claims)).toMatchObject({ sub: ada.actor.id, email: ada.actor.email });
    await options().events.signOut?.({ token: claims } as never);
    await expect(renew(claims)).rejects.toThrow('This session has ended.');
    await options().events.signOut?.({ token: claims } as never);
  });

  it('a throttled sign-in tells the seconds to wait, a broken database tells nothing', async () => {
    const eve = `eve@${database.provider}.example.com`;
    for (let n = 0; n < 5; n += 1) await signIn(eve, 'guess');
    await expect(signIn(eve, 'guess')).rejects.toThrow(/^throttled:1$/);
    const { db } = stage.parts;
    stage.parts.db = { user: { findUnique: () => Promise.reject(new Error('password_hash of ada')) } } as never;
    await expect(signIn(ada.actor.email, password)).rejects.toThrow(/^unavailable$/);
    stage.parts.db = db;
    expect(logged.at(-1)).toContain('sign-in failed');
    expect(logged.join('')).not.toContain(password);
  });

  it.each([
    ['/workspaces/acme', `${origin}/workspaces/acme`],
    [`${origin}/account`, `${origin}/account`],
    ['https://evil.example/workspaces', origin],
    ['//evil.example', origin],
    ['/\\evil.example', origin],
    ['javascript:alert(1)', origin],
    ['http://', `${origin}/`],
  ])('after signing in, %s leads to %s', async (url, target) => {
    expect(await options().callbacks.redirect?.({ url, baseUrl: 'http://127.0.0.1:4250' })).toBe(target);
  });

  it('on https the cookie is out of reach for scripts, other hosts and plain http', () => {
    const secure = { ...getRuntime(), env: { ...stage.parts.env, url: 'https://mcp.example.com' } };
    const { cookies, useSecureCookies } = authOptions(secure, {
      requestId: 'r',
      address: 'a',
      userAgent: null,
      origin,
      throttle,
    });
    expect(useSecureCookies).toBe(true);
    expect(cookies?.sessionToken).toEqual({
      name: '__Host-aerostack.session',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
    });
  });
});
