import { describeMoment } from './moment';
import type { Tools } from './tools';

/** How this run shows a moment: a person wants to know how long ago, a program wants the instant. */
export function momentsOf({ output, now }: Pick<Tools, 'output' | 'now'>): (iso: string | null) => string {
  const today = now();
  return (iso) => (output.isTerminal ? describeMoment(iso, today) : (iso ?? 'never'));
}
