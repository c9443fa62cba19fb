import type { Afterwards } from '../afterwards';
import type { Actor, AnonymousCtx, Ctx, Sender } from './ctx';

/** What a context takes from the process's runtime. */
export interface CtxParts extends Pick<Ctx, 'db' | 'env' | 'vault' | 'connections' | 'mail'> {
  gateway: { closeTokenStreams(tokenId: string): void };
  afterwards: Pick<Afterwards, 'run'>;
}

/** Which request it is, when it came (now, unless said) and where from. */
interface Asked {
  requestId: string;
  now?: Date;
  sender?: Sender;
}

const nobody: Sender = { address: null, userAgent: null };

/** The context of one request: everything its verbs may touch, and the moment they act in. */
export const createCtx = (runtime: CtxParts, actor: Actor, asked: Asked): Ctx => ({
  ...createAnonymousCtx(runtime, asked),
  actor,
});

/** The same before anyone is known: for setting up and signing in. */
export function createAnonymousCtx(
  runtime: CtxParts,
  { requestId, now = new Date(), sender = nobody }: Asked,
): AnonymousCtx {
  const { db, env, vault, connections, mail, gateway, afterwards } = runtime;
  const closeTokenStreams = (tokenId: string) => gateway.closeTokenStreams(tokenId);
  const afterAnswer = (work: () => Promise<void>) => afterwards.run(work);
  return { now, requestId, sender, db, env, vault, connections, mail, afterAnswer, closeTokenStreams };
}
