import type { CallOutcome } from '../gateway/deps';

/** What the ends of calls are counted as, in the order in which they are shown. */
export const outcomeClasses = ['ok', 'tool_error', 'protocol', 'transport', 'denied', 'limited', 'unknown'] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];

/** `limited` has no outcome of a call: what is over a rate never becomes one. */
const classes: Record<CallOutcome, OutcomeClass> = {
  ok: 'ok',
  tool_error: 'tool_error',
  protocol_error: 'protocol',
  // MCP counts a name that is no tool among the errors of the protocol.
  unknown_tool: 'protocol',
  server_error: 'transport',
  timeout: 'transport',
  unreachable: 'transport',
  denied: 'denied',
  // Nobody waited for the end of it.
  cancelled: 'unknown',
};

/** What this version has no word for counts as unknown. */
export const classOf = (outcome: string): OutcomeClass => classes[outcome as CallOutcome] ?? 'unknown';
