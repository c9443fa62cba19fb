import { expect, it } from 'vitest';
import { createMetrics } from './metrics';

it('the numbers say which store counts now, and how often this process had to decide alone', async () => {
  const rate = { store: 'redis', fallbacks: 0 };
  const nothing = { counts: () => ({}), peers: [], dropped: 0 };
  const metrics = createMetrics({
    gateway: nothing,
    connections: nothing,
    instances: nothing,
    usage: nothing,
    rate,
  } as never);
  const rateLines = async () => {
    const parts = ['aerostack_rate_store', 'aerostack_rate_fallbacks_total'].map((name) =>
      metrics.getSingleMetricAsString(name),
    );
    return (await Promise.all(parts))
      .join('\n')
      .split('\n')
      .filter((line) => !line.startsWith('#'));
  };
  expect(await rateLines()).toEqual([
    'aerostack_rate_store{store="memory"} 0',
    'aerostack_rate_store{store="redis"} 1',
    'aerostack_rate_store{store="upstash"} 0',
    'aerostack_rate_fallbacks_total 0',
  ]);
  Object.assign(rate, { store: 'memory', fallbacks: 7 });
  expect((await rateLines()).filter((line) => !line.endsWith(' 0'))).toEqual([
    'aerostack_rate_store{store="memory"} 1',
    'aerostack_rate_fallbacks_total 7',
  ]);
});
