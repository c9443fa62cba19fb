import type { UsageNumbers } from '@/lib/usage/schemas';

/** What the outcomes are called, in the order of the chart from below. */
export const outcomeLooks = [
  { key: 'ok', label: 'OK', fill: 'fill-success', dot: 'bg-success' },
  { key: 'tool_error', label: 'Tool error', fill: 'fill-warning', dot: 'bg-warning' },
  { key: 'protocol', label: 'Protocol error', fill: 'fill-warning/60', dot: 'bg-warning/60' },
  { key: 'transport', label: 'Server failed', fill: 'fill-danger', dot: 'bg-danger' },
  { key: 'denied', label: 'Denied', fill: 'fill-border-strong', dot: 'bg-border-strong' },
  { key: 'limited', label: 'Over the rate', fill: 'fill-accent', dot: 'bg-accent' },
  { key: 'unknown', label: 'Unknown', fill: 'fill-border-strong/50', dot: 'bg-border-strong/50' },
] as const;

export const numberText = (n: number): string => n.toLocaleString('en');

/** Never 100 % while something failed. */
export function rateText(rate: number | null): string {
  if (rate === null) return '–';
  return `${(Math.floor(rate * 1000) / 10).toLocaleString('en')} %`;
}

export function msText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  return `${ms >= 100 ? ms.toFixed(0) : Number(ms.toPrecision(2))} ms`;
}

/** `20 Nov`, or `14:00` of an hour; times are UTC, as the sums are. */
export function stepText(iso: string, step: 'hour' | 'day'): string {
  if (step === 'hour') return `${iso.slice(11, 13)}:00`;
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

export const failuresOf = ({ outcomes }: UsageNumbers): number =>
  outcomes.tool_error + outcomes.protocol + outcomes.transport + outcomes.unknown;
