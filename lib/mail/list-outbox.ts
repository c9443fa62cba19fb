import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { setupDoneKey } from '../account/setup-code';
import { notFound } from '../errors';
import type { OutboxList } from './schemas';

/**
 * The mails that this process would have sent, newest first. They hold links that let people in, so only whoever set the installation up
 * sees them, and only where nobody but this machine can reach it.
 * @throws AppError `not_found` for everybody else, and wherever there is no outbox
 */
export async function listOutbox(ctx: Ctx): Promise<OutboxList> {
  const { outbox } = ctx.mail;
  if (outbox === null || !(await mayReadOutbox(ctx))) throw notFound();
  return { mails: outbox.list().map(({ at, ...mail }) => ({ ...mail, at: at.toISOString() })) };
}

/** Whether there is an outbox, and the actor may read it. */
export async function mayReadOutbox(ctx: Ctx): Promise<boolean> {
  const { id } = requireUser(ctx);
  if (ctx.mail.outbox === null) return false;
  const setUp = await ctx.db.setting.findUnique({ where: { key: setupDoneKey } });
  return setUp?.value === id;
}
