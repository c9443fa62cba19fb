import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import type { Actor, Ctx } from './ctx';
import { nextAuthSecret, sessionIdleMs } from './session-cookie';

/** How stale `last_seen_at` may become; a write for every request would buy nothing. */
const seenEveryMs = 60_000;

const Claims = z.object({ sid: z.uuid() });

export type UserActor = Extract<Actor, { kind: 'user' }>;

/**
 * Whose session a cookie is. The row is read every time: an ended session is refused from the moment it ended.
 * @returns null for whatever is not a living session: absent, forged, ended, idle for 7 days, older than 30.
 */
export async function readSession(
  parts: Pick<Ctx, 'db' | 'vault'>,
  cookieValue: string | undefined,
  now: Date,
): Promise<UserActor | null> {
  const id = cookieValue === undefined ? null : await sessionIdOf(parts.vault, cookieValue);
  return id === null ? null : findSession(parts.db, id, now);
}

/** Whose session an id is, as the database knows it at this moment; null when it does not live. */
export async function findSession(db: Ctx['db'], id: string, now: Date): Promise<UserActor | null> {
  const session = await db.session.findFirst({
    where: {
      id,
      endedAt: null,
      expiresAt: { gt: now },
      lastSeenAt: { gt: new Date(now.getTime() - sessionIdleMs) },
      user: { deletedAt: null },
    },
    select: { lastSeenAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  if (session === null) return null;
  if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
    await db.session.updateMany({ where: { id, endedAt: null }, data: { lastSeenAt: now } });
  }
  return { kind: 'user', ...session.user, via: 'session', sessionId: id };
}

async function sessionIdOf(vault: Ctx['vault'], cookieValue: string): Promise<string | null> {
  try {
    const claims = Claims.safeParse(await decode({ token: cookieValue, secret: nextAuthSecret(vault) }));
    return claims.success ? claims.data.sid : null;
  } catch {
    // Any text may stand in a cookie; what cannot be decrypted is no session, and there is nothing more to learn from it.
    return null;
  }
}
