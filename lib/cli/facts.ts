import { displayWidth, printable } from './printable';

/** A label and what stands beside it; null for what is not worth a line. */
export type Fact = readonly [label: string, value: string | null];

/** One `Label:  value` a line, the values below each other. */
export function layOutFacts(facts: readonly Fact[]): string {
  const shown = facts.flatMap(([label, value]) => (value === null ? [] : [{ label: `${label}:`, value }]));
  const width = Math.max(0, ...shown.map(({ label }) => displayWidth(label)));
  return shown.map(({ label, value }) => `${label.padEnd(width)} ${printable(value)}`).join('\n');
}
