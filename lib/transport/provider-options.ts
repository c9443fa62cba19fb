import type { User } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { BaseClient, TokenSet } from 'openid-client';
import {
  accountAtGithub,
  accountByClaims,
  type Claims,
  GithubEmails,
  GithubUser,
  type ProviderAccount,
} from '../account/provider-account';
import { githubIssuer, googleIssuer } from '../account/sign-in-providers';
import type { ProviderClient, SignInSettings } from '../env';

/** A user as next-auth hands it on, with what we know of the person. */
export interface ProviderUser extends User {
  account: ProviderAccount;
  /** Put there when a session has begun; it goes into the cookie. */
  sessionId?: string;
}

/** Where the public providers are; tests have them elsewhere. */
export interface ProviderPlaces {
  github: string;
  githubApi: string;
  google: string;
}

const places: ProviderPlaces = {
  github: githubIssuer,
  githubApi: 'https://api.github.com',
  google: googleIssuer,
};

/** Silence of a provider in one step; the whole way is bounded besides. */
const stepMs = 5_000;

/** next-auth's settings for the providers that are set. Each is checked by state and PKCE, and where there is an ID token by a nonce. */
export function providerOptions(
  { oidc, github, google }: SignInSettings,
  { github: githubAt, githubApi, google: googleAt } = places,
): OAuthConfig<Vouched>[] {
  return [
    ...(oidc === null ? [] : [openIdConnect({ id: 'oidc', ...oidc })]),
    ...(google === null ? [] : [openIdConnect({ id: 'google', name: 'Google', issuer: googleAt, ...google })]),
    ...(github === null ? [] : [githubOAuth(github, githubAt, githubApi)]),
  ];
}

/** What next-auth takes for a profile. */
interface Vouched {
  sub: string;
  account: ProviderAccount;
}

const vouched = (account: ProviderAccount): Vouched => ({ sub: account.subject, account });
const profile = ({ sub, account }: Vouched): ProviderUser => ({ id: sub, account });

interface OpenIdConnect extends ProviderClient {
  id: 'oidc' | 'google';
  name: string;
  issuer: string;
}

const openIdConnect = ({ id, name, issuer, clientId, clientSecret }: OpenIdConnect): OAuthConfig<Vouched> => ({
  id,
  name,
  type: 'oauth',
  wellKnown: `${issuer}/.well-known/openid-configuration`,
  authorization: { params: { scope: 'openid email profile' } },
  idToken: true,
  checks: ['pkce', 'state', 'nonce'],
  clientId,
  clientSecret,
  httpOptions: { timeout: stepMs },
  userinfo: {
    request: async ({ client, tokens }) =>
      vouched(accountByClaims(id, issuer, await readClaims(client, tokens as TokenSet, issuer))),
  },
  profile,
});

/** Address and verification are taken from one place, never one from each. */
async function readClaims(client: BaseClient, tokens: TokenSet, issuer: string): Promise<Claims> {
  const claims: Claims = tokens.claims();
  // The discovered document names the issuer that the ID token was checked against: it must be the one that is set.
  if (typeof claims.iss !== 'string' || claims.iss.replace(/\/+$/, '') !== issuer) {
    throw new Error('The ID token is of another issuer than the one that is set.');
  }
  const isWhole = claims.email !== undefined && claims.email_verified !== undefined;
  if (isWhole || client.issuer.metadata.userinfo_endpoint === undefined) return claims;
  const { name, email, email_verified } = await client.userinfo(tokens);
  return { ...claims, name: name ?? claims.name, email, email_verified };
}

const githubOAuth = (client: ProviderClient, at: string, api: string): OAuthConfig<Vouched> => ({
  id: 'github',
  name: 'GitHub',
  type: 'oauth',
  issuer: at,
  authorization: { url: `${at}/authorize`, params: { scope: 'user:email' } },
  token: `${at}/access_token`,
  checks: ['pkce', 'state'],
  ...client,
  httpOptions: { timeout: stepMs },
  userinfo: {
    async request({ tokens }) {
      const [user, emails] = await Promise.all([
        readFromGithub(`${api}/user`, tokens.access_token),
        readFromGithub(`${api}/user/emails?per_page=100`, tokens.access_token),
      ]);
      return vouched(accountAtGithub(at, GithubUser.parse(user), GithubEmails.parse(emails)));
    },
  },
  profile,
});

async function readFromGithub(url: string, accessToken: string | undefined): Promise<unknown> {
  const response = await fetch(url, {
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${accessToken}`,
      'User-Agent': 'Aerostack',
      'X-GitHub-Api-Version': '2022-11-28',
    },
    redirect: 'error',
    signal: AbortSignal.timeout(stepMs),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}.`);
  return response.json();
}
