import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type PageQuery, readPage } from '../page';
import { identitySelect, toIdentity } from './identity-row';
import type { IdentityList } from './schemas';
import { signInProviders } from './sign-in-providers';

/** How the actor can sign in: their linked accounts, newest first, whether they have a password, and what can be linked. */
export async function listIdentities(ctx: Ctx, query: PageQuery): Promise<IdentityList> {
  const user = requireUser(ctx);
  const { after, orderBy, take, cut } = readPage(query, 'desc');
  const [found, { passwordHash }] = await Promise.all([
    ctx.db.identity.findMany({ where: { userId: user.id, ...after }, orderBy, take, select: identitySelect }),
    ctx.db.user.findUniqueOrThrow({ where: { id: user.id }, select: { passwordHash: true } }),
  ]);
  const { rows, nextCursor } = cut(found);
  return {
    identities: rows.map((row) => toIdentity(ctx, row)),
    has_password: passwordHash !== '',
    providers: signInProviders(ctx.env).map(({ id, name }) => ({ id, name })),
    next_cursor: nextCursor,
  };
}
