import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';
import { AppError } from '../errors';

const dayMs = 86_400_000;

/** What a workspace sends out in a day, first links and later ones together. */
export const sendsPerDay = 250;
/** What one address gets of a workspace in a day. */
export const sendsPerAddress = 10;

/** The actions of the audit that send somebody a link: the record of them is what is counted. */
const sending = { in: ['invite.create', 'invite.resend'] };

/**
 * Keeps a workspace from being a way to write to strangers.
 * @throws AppError `rate_limited` when these addresses would be too many for the workspace's day, or one of them has had enough
 */
export async function limitSends(
  tx: Tx,
  { now }: Pick<Ctx, 'now'>,
  workspaceId: string,
  emails: readonly string[],
): Promise<void> {
  const since = { gt: new Date(now.getTime() - dayMs) };
  const sent = await tx.auditEntry.count({ where: { workspaceId, action: sending, at: since } });
  if (sent + emails.length > sendsPerDay) {
    throw tooMany(`A workspace sends ${sendsPerDay} invites a day, and this one has sent ${sent}.`);
  }
  const recent = await tx.invite.findMany({
    where: { workspaceId, email: { in: [...emails] }, sentAt: since },
    select: { id: true, email: true },
  });
  if (recent.length === 0) return;
  const sends = await tx.auditEntry.groupBy({
    by: ['targetId'],
    where: { workspaceId, action: sending, at: since, targetId: { in: recent.map(({ id }) => id) } },
    _count: { _all: true },
  });
  for (const email of emails) {
    const ids = recent.flatMap((invite) => (invite.email === email ? [invite.id] : []));
    const count = sends.reduce((sum, group) => (ids.includes(group.targetId) ? sum + group._count._all : sum), 0);
    if (count >= sendsPerAddress) throw tooMany(`${email} was sent ${count} invites today, and gets no more of them.`);
  }
}

const tooMany = (sentence: string) =>
  new AppError('rate_limited', `${sentence} Try again tomorrow.`, { retryAfterSeconds: dayMs / 1000 });
