import { headers } from 'next/headers';
import { redirect, notFound as showNotFound } from 'next/navigation';
import { cache } from 'react';
import { createCtx } from '@/lib/access/create-ctx';
import type { Ctx } from '@/lib/access/ctx';
import { currentActor } from '@/lib/access/session';
import { isSetUp } from '@/lib/account/setup-code';
import { isAppError } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { getRuntime } from '@/lib/server/runtime';
import { getWorkspace } from '@/lib/workspaces/get-workspace';

/** Whoever is signed in, ready for verbs; anyone else is sent to sign in and comes back to the page that was asked for. */
export async function requireCtx(): Promise<Ctx> {
  const ctx = await currentCtx();
  if (ctx !== null) return ctx;
  const path = (await headers()).get('x-requested-path') ?? '/workspaces';
  redirect((await isSetUp(getRuntime().db)) ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : '/setup');
}

/** Null for whoever is not signed in. One context for a whole page, so that what its parts ask is asked at one moment. */
export const currentCtx = cache(async () => {
  const actor = await currentActor();
  const now = new Date();
  return actor === null ? null : createCtx(getRuntime(), actor, { requestId: newId(now.getTime()), now });
});

/** The workspace of a page; whatever is missing or someone else's is the 404 page. */
export async function requireWorkspace(slug: string) {
  const ctx = await requireCtx();
  return { ctx, workspace: await workspaceOf(ctx, slug) };
}

const workspaceOf = cache(async (ctx: Ctx, slug: string) => {
  try {
    return await getWorkspace(ctx, slug);
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') showNotFound();
    throw error;
  }
});
