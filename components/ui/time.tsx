'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import { Tooltip } from './tooltip';

interface TimeProps {
  iso: string;
  /** Added to the tooltip, for example the client that made the call. */
  detail?: string | null;
  /** `for 3 days` instead of `3 days ago`: something has been so since that moment. */
  lasting?: boolean;
}

/** A moment, relative to now and kept up to date; the tooltip has the whole date, here and in UTC. */
export function Time({ iso, detail, lasting = false }: TimeProps) {
  const now = useNow();
  const date = new Date(iso);
  return (
    <Tooltip content={<MomentDetails date={date} detail={detail} />}>
      <time
        dateTime={iso}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be there for the keyboard too.
        tabIndex={0}
        className="cursor-default whitespace-nowrap rounded-sm tabular-nums decoration-border-strong decoration-dotted underline-offset-4 hover:underline"
      >
        {lasting ? lastingTime(date.getTime(), now) : relativeTime(date.getTime(), now)}
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
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `from`: below it the next smaller unit says more. A token of 30 days reads `in 30 days`, one of an hour `in 60 minutes`. */
const steps = [
  { unit: 'year', ms: 31_536_000_000, from: 63_072_000_000 },
  { unit: 'month', ms: 2_592_000_000, from: 5_184_000_000 },
  { unit: 'day', ms: 86_400_000, from: 129_600_000 },
  { unit: 'hour', ms: 3_600_000, from: 5_400_000 },
  { unit: 'minute', ms: 60_000, from: 60_000 },
] as const;

/** `3 minutes ago`, `in 2 days`; under a minute `just now`. Both times are Unix milliseconds. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  const step = steps.find(({ from }) => Math.abs(distance) >= from);
  if (step) return relative.format(Math.round(distance / step.ms), step.unit);
  return distance > 0 ? 'in less than a minute' : 'just now';
}

/** `for 3 minutes`; under a minute `since just now`. */
export function lastingTime(since: number, now: number): string {
  const lasted = now - since;
  const step = steps.find(({ from }) => lasted >= from);
  if (step === undefined) return 'since just now';
  const amount = Math.round(lasted / step.ms);
  return `for ${amount} ${step.unit}${amount === 1 ? '' : 's'}`;
}

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
