import type { Db } from '../db/client';
import type { Log } from '../log';

interface Parts {
  db: Db;
  gateway: { tokensUnderWay(): string[]; closeTokenStreams(tokenId: string): void };
}

const everyMs = 400;
const idsAtOnce = 1_000;

/**
 * Ends, within a second, what a token has under way on this instance after it was revoked on another one. Streams are all that this
 * is for: a request that begins reads its token itself. Runs until `stop` has returned.
 */
export function startEndingRevoked(parts: Parts & { log: Pick<Log, 'warn'> }): { stop(): Promise<void> } {
  let isStopped = false;
  let isFailing = false;
  let timer: NodeJS.Timeout;
  let round: Promise<void> = Promise.resolve();
  const look = async () => {
    try {
      await endRevoked(parts);
      isFailing = false;
    } catch (err) {
      // An outage is said once, not with every look.
      if (!isFailing) parts.log.warn({ err }, 'open streams could not be checked against their tokens');
      isFailing = true;
    }
    if (!isStopped) plan();
  };
  const plan = () => {
    timer = setTimeout(() => {
      round = look();
    }, everyMs).unref();
  };
  plan();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

/** One look at the tokens that have something under way. A token that is no longer there counts as revoked. */
export async function endRevoked({ db, gateway }: Parts): Promise<void> {
  const ids = gateway.tokensUnderWay();
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const asked = ids.slice(from, from + idsAtOnce);
    const found = await db.token.findMany({ where: { id: { in: asked }, revokedAt: null }, select: { id: true } });
    const good = new Set(found.map(({ id }) => id));
    for (const id of asked) if (!good.has(id)) gateway.closeTokenStreams(id);
  }
}
