import type { FailureKind } from './cli-error';

/** What one check found. */
export interface Finding {
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What is the case, in a few words. */
  detail: string;
  /** What to do about it, one sentence. */
  todo?: string;
  /** What the command ends with when this is its first failure; `failure` unless said. */
  kind?: FailureKind;
}

export interface Check {
  name: string;
  /** Whether nothing after it can work when it fails. */
  isGround?: true;
  deadlineMs?: number;
  run(signal: AbortSignal): Promise<Finding | NamedFinding[]>;
}

/** One of several things that are checked at once. */
export interface NamedFinding extends Finding {
  name: string;
}

export interface CheckResult extends NamedFinding {
  ms: number;
}

const deadlineMsDefault = 10_000;

export const ok = (detail: string): Finding => ({ status: 'ok', detail });
export const skipped = (detail: string, todo?: string): Finding => ({
  status: 'skipped',
  detail,
  ...(todo && { todo }),
});
export const warning = (detail: string, todo: string): Finding => ({ status: 'warning', detail, todo });
export const failed = (detail: string, todo: string, kind: FailureKind = 'failure'): Finding => ({
  status: 'failed',
  detail,
  todo,
  kind,
});

/** Runs checks one after the other, each within its deadline; behind one that everything stands on and that failed, the rest is skipped. */
export async function* runChecks(checks: readonly Check[], stop: AbortSignal): AsyncGenerator<CheckResult> {
  let isGone = false;
  for (const check of checks) {
    const startedMs = performance.now();
    const found = isGone ? [{ name: check.name, ...skipped('cannot work before that') }] : await run(check, stop);
    const ms = Math.round(performance.now() - startedMs);
    for (const finding of found) {
      if (finding.status === 'failed' && check.isGround) isGone = true;
      yield { ...finding, ms };
    }
    stop.throwIfAborted();
  }
}

async function run(check: Check, stop: AbortSignal): Promise<NamedFinding[]> {
  const { name, deadlineMs = deadlineMsDefault } = check;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(deadlineMs)]);
  const late = new Promise<Finding>((resolve) => {
    const words = `no answer within ${deadlineMs / 1_000} s`;
    signal.addEventListener('abort', () => resolve(failed(words, 'Look for what stands between: a firewall, a VPN.')));
  });
  const found = await Promise.race([check.run(signal), late]);
  return Array.isArray(found) ? found : [{ name, ...found }];
}
