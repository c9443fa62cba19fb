import { z } from 'zod';
import type { Env } from '../env';

export const ProviderId = z.enum(['oidc', 'github', 'google']);
export type ProviderId = z.infer<typeof ProviderId>;

/** Somebody else's word on who a person is, which counts here as well as a password. */
export interface SignInProvider {
  id: ProviderId;
  /** As people know it. */
  name: string;
  issuer: string;
}

export const githubIssuer = 'https://github.com/login/oauth';
export const googleIssuer = 'https://accounts.google.com';

/** The providers that the environment sets, in the order of their buttons. */
export function signInProviders({ signIn: { oidc, github, google } }: Pick<Env, 'signIn'>): SignInProvider[] {
  return [
    ...(oidc === null ? [] : [{ id: 'oidc', name: oidc.name, issuer: oidc.issuer } as const]),
    ...(google === null ? [] : [{ id: 'google', name: 'Google', issuer: googleIssuer } as const]),
    ...(github === null ? [] : [{ id: 'github', name: 'GitHub', issuer: githubIssuer } as const]),
  ];
}
