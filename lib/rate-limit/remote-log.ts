import { type RateClaim, type RateCounter, type RateVerdict, windowMs } from './rate-counter';
import { takeScript, takeScriptSha } from './take-script';

/** What a client of Redis must offer to count there. */
export interface ScriptRunner {
  evalsha(sha: string, keys: string[], args: string[]): Promise<unknown>;
  eval(script: string, keys: string[], args: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** The counter on a store that many processes share. Each call rejects when the store fails, and waits for as long as the client does. */
export class RemoteLog {
  /**
   * @param store what it is
   * @param waitMs how long an answer is worth waiting for
   * @param options.prefix of every key
   * @param options.clockUs the store's clock in microseconds; without it the store's own
   */
  constructor(
    readonly store: Exclude<RateCounter['store'], 'memory'>,
    readonly waitMs: number,
    private readonly runner: ScriptRunner,
    private readonly options: { prefix?: string; clockUs?: () => number } = {},
  ) {}

  async take(claims: readonly RateClaim[], cost: number): Promise<RateVerdict> {
    const { prefix = 'aerostack:rate', clockUs } = this.options;
    // The braces: a cluster keeps together what has the same text in them.
    const keys = claims.map(({ group, key }) => `${prefix}:{${group}}:${key}`);
    const nowUs = clockUs === undefined ? '' : String(clockUs());
    const limits = claims.map(({ limit }) => String(limit));
    const reply = await this.run(keys, [nowUs, String(cost), String(windowMs * 1000), ...limits]);
    const [refusedBy, used, resetUs] = readReply(reply);
    const refused = claims[refusedBy - 1] ?? null;
    const { limit } = refused ?? (claims[0] as RateClaim);
    const remaining = Math.max(0, limit - used);
    return { success: refused === null, limit, remaining, resetMs: resetUs / 1000, refused };
  }

  /** What is left now, without taking. */
  peek(claim: RateClaim): Promise<RateVerdict> {
    return this.take([claim], 0);
  }

  /** Resolves when the store can count: one that answers but may not be written to cannot. */
  async probe(): Promise<void> {
    await this.take([{ key: 'probe', group: 'probe', limit: 1_000_000 }], 1);
  }

  close(): Promise<void> {
    return this.runner.close();
  }

  private async run(keys: string[], args: string[]): Promise<unknown> {
    try {
      return await this.runner.evalsha(takeScriptSha, keys, args);
    } catch (error) {
      // A store that was restarted or emptied has forgotten the script, and did nothing yet.
      if (!(error instanceof Error && error.message.includes('NOSCRIPT'))) throw error;
      return this.runner.eval(takeScript, keys, args);
    }
  }
}

function readReply(reply: unknown): [refusedBy: number, used: number, resetUs: number] {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  if (numbers.length === 3 && numbers.every(Number.isFinite)) return numbers as [number, number, number];
  throw new Error('the rate store answered with something else than a verdict');
}
