import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import type { Account } from './schemas';

const select = { id: true, name: true, email: true, passwordHash: true, createdAt: true } as const;

/** The actor's own account. */
export async function readAccount(ctx: Pick<Ctx, 'actor' | 'db'>): Promise<Account> {
  const { id } = requireUser(ctx);
  const row = await ctx.db.user.findFirst({ where: { id, deletedAt: null }, select });
  if (row === null) throw notFound();
  const { name, email } = row;
  return { id, name, email, has_password: row.passwordHash !== '', created_at: row.createdAt.toISOString() };
}
