import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import { nextAuthSecret } from '../access/session-cookie';
import { ProviderAccount } from '../account/provider-account';
import { ProviderId } from '../account/sign-in-providers';
import type { Env } from '../env';
import type { Vault } from '../secrets/vault';
import { readCookie } from './authenticate';

/** What somebody went to a provider for, or what they have to confirm when they are back. */
const Flow = z.discriminatedUnion('for', [
  z.object({ for: z.literal('sign_in'), provider: ProviderId, state: z.string().min(1), returnTo: z.string() }),
  z.object({ for: z.literal('invite'), provider: ProviderId, state: z.string().min(1), inviteToken: z.string() }),
  z.object({ for: z.literal('link'), provider: ProviderId, state: z.string().min(1), sessionId: z.string() }),
  z.object({ for: z.literal('confirm'), account: ProviderAccount, userId: z.string() }),
]);
export type Flow = z.infer<typeof Flow>;

/** Between leaving for a provider and being done. */
const lifeS = 600;

type Parts = { env: Pick<Env, 'url'>; vault: Pick<Vault, 'derive'> };

const nameOf = ({ url }: Parts['env']) => `${url.startsWith('https://') ? '__Host-' : ''}aerostack.flow`;

/** A `Set-Cookie` that keeps the flow in this browser: sealed, out of reach for scripts, one at a time. */
export async function flowCookie({ env, vault }: Parts, flow: Flow): Promise<string> {
  const name = nameOf(env);
  const value = await encode({ token: { flow }, secret: nextAuthSecret(vault), salt: name, maxAge: lifeS });
  return setCookie(env, value, lifeS);
}

/** A `Set-Cookie` that ends it. */
export const noFlowCookie = (env: Parts['env']): string => setCookie(env, '', 0);

function setCookie(env: Parts['env'], value: string, maxAgeS: number): string {
  const secure = env.url.startsWith('https://') ? '; Secure' : '';
  return `${nameOf(env)}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}

/** The flow that this browser is in; null for none, an old one or a forged one. */
export async function readFlow({ env, vault }: Parts, headers: Headers): Promise<Flow | null> {
  const name = nameOf(env);
  const token = readCookie(headers, name);
  if (token === undefined || token === '') return null;
  try {
    const claims = await decode({ token, secret: nextAuthSecret(vault), salt: name });
    const flow = Flow.safeParse(claims?.flow);
    return flow.success ? flow.data : null;
  } catch {
    // Any text may stand in a cookie; what cannot be decrypted is no flow.
    return null;
  }
}
