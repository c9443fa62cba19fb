import type { InfiniteData } from '@tanstack/react-query';
import type { Call, CallList } from '@/lib/calls/schemas';

export type Pages = InfiniteData<CallList, string | null>;

/** As many as a page draws without being felt. */
export const callsMax = 1000;

/** Newest first, each once: calls may be written behind later ones. */
export function withNewCalls({ pages, pageParams }: Pages, found: CallList): Pages {
  const [first, ...older] = pages;
  if (first === undefined) return { pages, pageParams };
  const known = new Set(pages.flatMap(({ calls }) => calls.map(({ id }) => id)));
  const added = found.calls.filter(({ id }) => !known.has(id));
  if (added.length === 0) return { pages, pageParams };
  // Older ones than the oldest here are on a page that was not asked for yet.
  const oldest = pages.at(-1)?.next_cursor === null ? '' : (pages.at(-1)?.calls.at(-1)?.id ?? '');
  const calls = [...added.filter(({ id }) => id > oldest), ...first.calls].sort(newestFirst);
  return { pages: [{ ...first, calls }, ...older], pageParams };
}

/** Whether the list has to begin anew: more was called than one answer holds, or more is here than a page can draw. */
export function isBeyond({ pages }: Pages, found: CallList): boolean {
  const calls = pages.flatMap((page) => page.calls);
  const newest = calls[0];
  const hasGap = newest !== undefined && found.next_cursor !== null && !found.calls.some(({ id }) => id === newest.id);
  return hasGap || calls.length > callsMax;
}

const newestFirst = (one: Call, other: Call) => (one.id < other.id ? 1 : -1);
