import type { Call, CallOutcome } from '../calls/schemas';
import { displayWidth, printable } from './printable';

/** Colour of an outcome: only what went wrong draws the eye. */
export const outcomeColour = (outcome: string): number | undefined => {
  if (outcome === 'ok') return 32;
  return (['cancelled', 'denied'] satisfies CallOutcome[] as string[]).includes(outcome) ? 33 : 31;
};

/** What is shown of a call, in the order of its columns. */
export const callCells = (call: Call, moment: string): string[] => [
  moment,
  call.outcome,
  String(Math.round(call.server_ms + call.gateway_ms)),
  call.tool,
  call.token?.name ?? '–',
  call.member?.email ?? '–',
  call.client ?? '–',
];

const widths = [8, 14, 6, 32, 20, 24];

/** One line for a call that comes alone: whoever reads it sees the one before with its columns in the same places. */
export const callLine = (cells: string[]): string =>
  cells
    .map(printable)
    .map((cell, i) =>
      i < cells.length - 1 ? cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(cell))) : cell,
    )
    .join('  ');
