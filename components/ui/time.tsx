'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import { lastingTime, pastTime, relativeTime } from './relative-time';
import { Tooltip } from './tooltip';

interface TimeProps {
  iso: string;
  /** Added to the tooltip, for example the client that made the call. */
  detail?: string | null;
  /** `for 3 days` instead of `3 days ago`: something has been so since that moment. */
  lasting?: boolean;
  /** Something that may be still to come, such as an expiry. */
  mayCome?: boolean;
}

/** A moment, relative to now and kept up to date; the tooltip has the whole date, here and in UTC. */
export function Time({ iso, detail, lasting = false, mayCome = false }: TimeProps) {
  const now = useNow();
  const date = new Date(iso);
  const inWords = lasting ? lastingTime : mayCome ? relativeTime : pastTime;
  return (
    <Tooltip content={<MomentDetails date={date} detail={detail} />}>
      <time
        dateTime={iso}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be there for the keyboard too.
        tabIndex={0}
        className="cursor-default whitespace-nowrap rounded-sm tabular-nums decoration-border-strong decoration-dotted underline-offset-4 hover:underline"
      >
        {inWords(date.getTime(), now)}
      </time>
    </Tooltip>
  );
}

function MomentDetails({ date, detail }: { date: Date; detail: string | null | undefined }) {
  return (
    <span className="grid gap-0.5 tabular-nums">
      {detail && <span className="font-medium">{detail}</span>}
      {date.getTimezoneOffset() !== 0 && <span>{local.format(date)}</span>}
      <span>{utc.format(date)} UTC</span>
    </span>
  );
}

const local = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' });
const utc = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

const tickMs = 5_000;
const listeners = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;
let current = 0;

/** One clock for all times of the page. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  if (clock === undefined) current = Date.now();
  clock ??= setInterval(() => {
    current = Date.now();
    for (const notify of listeners) notify();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

/** When the server made the page, in Unix milliseconds: the first paint in the browser says the same, so nothing moves. */
export const RenderedAt = createContext(0);

/** Unix milliseconds, moving every five seconds. */
export function useNow(): number {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => {
      if (current === 0) current = Date.now();
      return current;
    },
    () => renderedAt,
  );
}
