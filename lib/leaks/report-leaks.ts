import type { AnonymousCtx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { AppError } from '../errors';
import { secretsIn } from '../tokens/token-format';
import { exposeSecrets } from './expose-secrets';
import { type LeaksReport, ReportLeaksInput, reportedMax } from './schemas';

/** Who reports, and what slows guessing down. */
interface Report {
  address: string;
  throttle: Throttle;
}

/**
 * Takes tokens that anybody found in the open. When it has returned, those that it ended open nothing any more. The answer is the same
 * whatever was sent.
 * @throws AppError `rate_limited` after many reports from one address, `invalid_input`.
 */
export async function reportLeaks(
  ctx: AnonymousCtx,
  rawInput: ReportLeaksInput,
  { address, throttle }: Report,
): Promise<LeaksReport> {
  const waitSeconds = throttle.attempt([`address:${address}`], ctx.now.getTime());
  if (waitSeconds > 0) {
    const message = `Too many reports. Try again in ${waitSeconds} s.`;
    throw new AppError('rate_limited', message, { retryAfterSeconds: waitSeconds });
  }
  const { tokens } = ReportLeaksInput.parse(rawInput);
  const secrets = [...new Set(tokens.flatMap(secretsIn))].slice(0, reportedMax);
  await exposeSecrets(
    ctx,
    secrets.map((secret) => ({ secret, source: 'report' })),
  );
  return {};
}
