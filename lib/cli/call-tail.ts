import type { Call } from '../calls/schemas';
import { readPages } from './read-pages';
import type { Rest, RestRequest } from './rest-client';

/** Calls are written in batches, by several instances, and may arrive behind later ones. */
const overlapMs = 15_000;
/** More than these at once are not read on. */
const burstMax = 1_000;

interface NewCalls {
  /** Oldest first. */
  calls: Call[];
  /** False when there were more than a tail takes at once: the older ones of them are left out. */
  isWhole: boolean;
}

export interface CallTail {
  /** The calls that no answer before held. @throws CliError, and then the next answer makes up for it. */
  next(): Promise<NewCalls>;
}

/**
 * The end of a list of calls, as it grows: first its last `limit` entries, then what has come since the answer before, each call once.
 * @param now this machine's clock, where an answer does not tell the server's
 */
export function openCallTail(rest: Rest, request: RestRequest, limit: number, now: () => Date): CallTail {
  /** Until when, by the server's clock, everything was seen that does not arrive late. Null before the first answer. */
  let seenUntilMs: number | null = null;
  /** What is older than the first call shown stays unseen. Ids sort by time. */
  let floor = '';
  const seen = new Map<string, number>();

  return {
    async next() {
      const { CallList } = await import('../calls/schemas');
      const fromMs = seenUntilMs === null ? null : seenUntilMs - overlapMs;
      const query = { ...request.query, ...(fromMs === null ? {} : { from: new Date(fromMs).toISOString() }) };
      const max = fromMs === null ? limit : burstMax;
      const { items, body, date } = await readPages(rest, { ...request, query }, CallList, 'calls', max);
      const isCut = body.next_cursor !== null && items.length >= max;
      const calls = items.filter(({ id }) => id > floor && !seen.has(id)).reverse();
      if (fromMs === null && isCut) floor = calls[0]?.id ?? '';
      seenUntilMs = typeof date === 'string' ? Date.parse(date) : now().getTime();
      for (const { id, at } of calls) seen.set(id, Date.parse(at));
      for (const [id, atMs] of seen) if (atMs < seenUntilMs - 4 * overlapMs) seen.delete(id);
      return { calls, isWhole: fromMs === null || !isCut || calls.length < items.length };
    },
  };
}
