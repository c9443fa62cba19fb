import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../calls/schemas';
import { callCells, callLine } from './call-line';
import { openCallTail } from './call-tail';
import { CliError } from './cli-error';
import type { Rest, RestRequest } from './rest-client';
import type { Tools } from './tools';

/** With the time until a call is written it is on the screen within two seconds. */
const liveMs = 1_000;
const pauseMaxMs = 10_000;
/** An outage is waited out for so long. */
const patienceMs = 300_000;

interface Following {
  /** How many of the calls so far come first. */
  limit: number;
  json: true | undefined;
}

/** Writes calls as they are made, one a line, until Ctrl-C or until nobody reads. An outage of the server is waited out. */
export async function followCalls(
  tools: Tools,
  rest: Rest,
  request: RestRequest,
  { limit, json }: Following,
): Promise<void> {
  const { output, signal, now } = tools;
  const tail = openCallTail(rest, request, limit, now);
  const write = async () => {
    const { calls, isWhole } = await tail.next();
    for (const call of calls) await output.result(json ? JSON.stringify({ version: 1, ...call }) : lineOf(tools, call));
    if (!isWhole) output.say('That many calls at once are not read on: the older ones of them are left out.');
  };
  await write();
  const outage = watchOutage(tools);
  while (!output.isClosed) {
    await wait(outage.pauseMs(), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await write();
      outage.end();
    } catch (error) {
      if (signal.aborted) return;
      outage.go(error);
    }
  }
}

function lineOf({ output }: Tools, call: Call): string {
  const time = output.isTerminal ? new Date(call.at).toLocaleTimeString('en-GB') : call.at;
  return callLine(callCells(call, time));
}

/** Waits longer from failure to failure. */
function watchOutage({ output, now }: Tools) {
  let failures = 0;
  let sinceMs = 0;
  return {
    pauseMs: () => Math.min(pauseMaxMs, liveMs * 2 ** failures),
    /** @throws what it is given, where waiting does not help, or not any more. */
    go(error: unknown): void {
      const helps = error instanceof CliError && (error.kind === 'failure' || error.kind === 'rate_limited');
      const nowMs = now().getTime();
      if (failures === 0) sinceMs = nowMs;
      if (!helps || nowMs - sinceMs > patienceMs) throw error;
      if (failures === 0) output.say(`${error.message} Going on as soon as it answers again.`);
      failures += 1;
    },
    end(): void {
      if (failures > 0) output.say('It answers again.');
      failures = 0;
    },
  };
}
