import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { sessionIdleMs } from '../access/session-cookie';
import { type PageQuery, readPage } from '../page';
import type { SessionList } from './schemas';

/** Where the actor is signed in now, newest sign-in first. */
export async function listSessions(ctx: Ctx, query: PageQuery): Promise<SessionList> {
  const user = requireUser(ctx);
  const { after, orderBy, take, cut } = readPage(query, 'desc');
  const found = await ctx.db.session.findMany({
    where: {
      userId: user.id,
      endedAt: null,
      expiresAt: { gt: ctx.now },
      lastSeenAt: { gt: new Date(ctx.now.getTime() - sessionIdleMs) },
      ...after,
    },
    orderBy,
    take,
    select: { id: true, address: true, userAgent: true, createdAt: true, lastSeenAt: true, expiresAt: true },
  });
  const { rows, nextCursor } = cut(found);
  const sessions = rows.map((row) => ({
    id: row.id,
    address: row.address,
    user_agent: row.userAgent,
    current: row.id === user.sessionId,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }));
  return { sessions, next_cursor: nextCursor };
}
