import type { Db } from '../db/client';
import type { Log } from '../log';
import { type Running, repeat } from '../repeat';
import { whereActive } from './token-status';

interface Holder {
  id: string;
  /** The token's when the stream began. */
  accessRevision: number;
}

interface Parts {
  db: Db;
  gateway: { tokensUnderWay(): Holder[]; closeTokenStreams(tokenId: string): void };
}

const everyMs = 400;
const idsAtOnce = 1_000;

/**
 * Ends, within a second, what a token has under way on this instance after it was revoked, paused or narrowed on another one, or has
 * expired. Streams are all that this is for: a request that begins reads its token itself. Runs until `stop` has returned.
 */
export function startEndingStaleStreams(parts: Parts & { log: Pick<Log, 'warn'>; nowMs(): number }): Running {
  let isFailing = false;
  const look = async () => {
    try {
      await endStaleStreams(parts, new Date(parts.nowMs()));
      isFailing = false;
    } catch (err) {
      // An outage is said once, not with every look.
      if (!isFailing) parts.log.warn({ err }, 'open streams could not be checked against their tokens');
      isFailing = true;
    }
  };
  return repeat(look, { firstAfterMs: everyMs, everyMs });
}

/** One look at the tokens that have something under way. A token that is no longer there counts as revoked. */
export async function endStaleStreams({ db, gateway }: Parts, now: Date): Promise<void> {
  const holders = gateway.tokensUnderWay();
  for (let from = 0; from < holders.length; from += idsAtOnce) {
    const asked = holders.slice(from, from + idsAtOnce);
    const where = { id: { in: asked.map(({ id }) => id) }, ...whereActive(now) };
    const found = await db.token.findMany({ where, select: { id: true, accessRevision: true } });
    const revisions = new Map(found.map(({ id, accessRevision }) => [id, accessRevision]));
    for (const { id, accessRevision } of asked) if (revisions.get(id) !== accessRevision) gateway.closeTokenStreams(id);
  }
}
