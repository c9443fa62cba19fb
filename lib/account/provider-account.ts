import { z } from 'zod';
import { Email } from './schemas';
import { ProviderId } from './sign-in-providers';

/** Who somebody is at a provider, as it told us itself. */
export const ProviderAccount = z.object({
  provider: ProviderId,
  issuer: z.string().min(1),
  subject: z.string().min(1).max(255),
  name: z.string().nullable(),
  /** The address that the provider names, in the form that ours are stored in; null for none, or for what is not one plain address. */
  email: z.string().nullable(),
  /** Whether the provider says that the address is theirs. Only then does it stand for the person. */
  isVerified: z.boolean(),
});
export type ProviderAccount = z.infer<typeof ProviderAccount>;

/** The claims of an OpenID Connect ID token or its userinfo, as far as they matter here. */
export interface Claims {
  iss?: unknown;
  sub?: unknown;
  name?: unknown;
  email?: unknown;
  email_verified?: unknown;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Normalised before it is looked at: a look-alike `@` must not decide where an address ends. */
const plainAddress = (value: unknown): string | null => {
  const email = Email.safeParse(value);
  return email.success ? email.data : null;
};

/** Only the JSON `true` verifies: what a provider leaves out or writes otherwise is no statement. */
export function accountByClaims(provider: ProviderId, issuer: string, claims: Claims): ProviderAccount {
  const email = plainAddress(claims.email);
  return ProviderAccount.parse({
    provider,
    issuer,
    subject: claims.sub,
    name: text(claims.name),
    email,
    isVerified: email !== null && claims.email_verified === true,
  });
}

/** `GET /user`, and `GET /user/emails`, of GitHub's API. The address in the profile is whatever its owner wrote there. */
export const GithubUser = z.object({ id: z.int().positive(), login: z.string(), name: z.string().nullish() });
export const GithubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** By the number: a login can be given up and taken by somebody else. */
export function accountAtGithub(
  issuer: string,
  user: z.infer<typeof GithubUser>,
  emails: z.infer<typeof GithubEmails>,
): ProviderAccount {
  const primary = emails.find((email) => email.primary);
  const email = plainAddress(primary?.email);
  return {
    provider: 'github',
    issuer,
    subject: String(user.id),
    name: text(user.name) ?? user.login,
    email,
    isVerified: email !== null && primary?.verified === true,
  };
}
