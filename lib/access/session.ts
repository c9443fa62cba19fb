import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { getRuntime } from '../server/runtime';
import { readSession, type UserActor } from './read-session';
import { sessionCookie } from './session-cookie';

/** Who is signed in, for server components; null when nobody is. Asked once per rendered page, from the database. */
export const currentActor = cache(async (): Promise<UserActor | null> => {
  const runtime = getRuntime();
  const cookie = (await cookies()).get(sessionCookie(runtime.env).name);
  return readSession(runtime, cookie?.value, new Date());
});
