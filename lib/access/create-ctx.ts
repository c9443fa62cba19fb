import type { Actor, AnonymousCtx, Ctx } from './ctx';

/** What a context takes from the process's runtime. */
export interface CtxParts extends Pick<Ctx, 'db' | 'env' | 'vault' | 'connections' | 'mail'> {
  gateway: { closeTokenStreams(tokenId: string): void };
}

/** The context of one request: everything its verbs may touch, and the moment they act in. */
export const createCtx = (runtime: CtxParts, actor: Actor, requestId: string, now = new Date()): Ctx => ({
  ...createAnonymousCtx(runtime, requestId, now),
  actor,
});

/** The same before anyone is known: for setting up and signing in. */
export function createAnonymousCtx(runtime: CtxParts, requestId: string, now = new Date()): AnonymousCtx {
  const { db, env, vault, connections, mail, gateway } = runtime;
  const closeTokenStreams = (tokenId: string) => gateway.closeTokenStreams(tokenId);
  return { now, requestId, db, env, vault, connections, mail, closeTokenStreams };
}
