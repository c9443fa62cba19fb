import { expect } from '@playwright/test';
import { type Rest, restClient, restSend } from './rest';

/** The session cookie of somebody who signs in with their password, as their browser sends it. */
export async function signIn(origin: string, email: string, password: string): Promise<Record<string, string>> {
  const csrf = await fetch(`${origin}/api/auth/csrf`);
  const cookie = csrf.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  const session = answer.headers.getSetCookie().find((text) => text.startsWith('aerostack.session='));
  expect(session, 'a session cookie').toBeDefined();
  return { cookie: session?.split(';')[0] ?? '' };
}

export interface Joined {
  email: string;
  /** The REST API as they use it. */
  rest: Rest;
  /** The token that accepting the invite gave them. */
  token: { id: string; raw: string };
}

/** Somebody new who is invited to a workspace, accepts, and makes an API key. */
export async function join(origin: string, rest: Rest, slug: string, email: string, role = 'member'): Promise<Joined> {
  const password = 'nine moths in the relay panel';
  const { link } = (await rest.send('POST', `/workspaces/${slug}/invites`, { email, role })).body;
  const invite_token = String(link).split('/').at(-1);
  const accepted = await restSend(origin, null, 'POST', '/invites/accept', {
    invite_token,
    name: 'Grace Hopper',
    password,
  });
  expect(accepted.status).toBe(201);
  const session = await signIn(origin, email, password);
  const made = await restSend(origin, session, 'POST', '/account/api-keys', { name: 'terminal' });
  expect(made.status).toBe(201);
  const { id } = accepted.body.token as { id: string };
  return { email, rest: restClient(origin, String(made.body.raw)), token: { id, raw: String(accepted.body.raw) } };
}
