import { type Installation, startCluster, startEmbedded } from './cluster/installation';
import { isFull } from './cluster/scale';
import { walk } from './cluster/steps';
import { findWrong } from './cluster/token-proof';
import { whyNoPostgres } from './fixtures/postgres';
import { expect, test } from './test';

/** The same walk again: SEED=… as it was printed. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const steps = isFull ? 10_000 : 600;
/** This is about who gets in; how often is another proof. */
const env = { AEROSTACK_TOKEN_RATE: '1000000' };

test.describe.configure({ timeout: isFull ? 1_200_000 : 120_000 });

const shapes: Record<string, () => Promise<Installation>> = {
  'the embedded default': () => startEmbedded(env),
  'two instances': () => startCluster({ size: 2, env }),
  ...(isFull && { 'four instances': () => startCluster({ size: 4, env }) }),
};

for (const [name, start] of Object.entries(shapes)) {
  test(`${steps} random steps on ${name}: nothing gets in after what shut it has returned, and nothing open is refused`, async () => {
    const absence = await whyNoPostgres();
    test.skip(absence !== null, absence ?? '');
    const installation = await start();
    const startedAt = performance.now();
    const walked = await walk(installation, { seed, steps, clients: isFull ? 32 : 16 }).finally(installation.close);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const outcomes = { served: 0, refused: 0, limited: 0, failed: 0 };
    for (const { outcome } of walked.uses) outcomes[outcome] += 1;
    console.log(`${name}, SEED=${seed}, ${seconds} s: ${JSON.stringify({ ...walked.counts, ...outcomes })}`);
    expect(findWrong(walked).slice(0, 5)).toEqual([]);
    // Otherwise it has shown nothing.
    expect(Math.min(outcomes.served, outcomes.refused)).toBeGreaterThan(steps / 5);
    expect([outcomes.limited, outcomes.failed]).toEqual([0, 0]);
    expect(walked.unanswered).toEqual([]);
  });
}
