import type { Ctx } from '../access/ctx';
import { AppError } from '../errors';
import { Email, type Person } from './schemas';

/** The account of an address, for the product's own work. @throws AppError `not_found`, naming the address */
export async function findAccount({ db }: Pick<Ctx, 'db'>, rawEmail: string): Promise<Person> {
  const email = Email.safeParse(rawEmail).data ?? '';
  const user = await db.user.findUnique({ where: { email }, select: { id: true, name: true, email: true } });
  if (user === null) throw new AppError('not_found', `There is no account ${rawEmail}.`);
  return user;
}
