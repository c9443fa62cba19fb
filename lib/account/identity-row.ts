import type { Ctx } from '../access/ctx';
import type { Identity } from './schemas';
import { signInProviders } from './sign-in-providers';

export const identitySelect = {
  id: true,
  provider: true,
  issuer: true,
  email: true,
  createdAt: true,
  lastUsedAt: true,
} as const;

interface IdentityRow {
  id: string;
  provider: string;
  issuer: string;
  email: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Whether somebody can sign in with it now: an identity of a provider that is no longer set, or is another one since, opens nothing. */
export const isUsable = ({ env }: Pick<Ctx, 'env'>, { provider, issuer }: Pick<IdentityRow, 'provider' | 'issuer'>) =>
  signInProviders(env).some((one) => one.id === provider && one.issuer === issuer);

export function toIdentity(ctx: Pick<Ctx, 'env'>, row: IdentityRow): Identity {
  const usable = isUsable(ctx, row);
  const set = signInProviders(ctx.env).find(({ id }) => id === row.provider);
  return {
    id: row.id,
    provider: row.provider,
    provider_name: usable && set !== undefined ? set.name : new URL(row.issuer).host,
    email: row.email,
    usable,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  };
}
