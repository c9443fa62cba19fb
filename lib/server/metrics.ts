import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { UsageWriter } from '../usage/usage-writer';

/** The process's numbers for Prometheus. What counts on the hot path counts in plain variables; they are read here, when someone asks. */
export function createMetrics(sources: { usage: UsageWriter }): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { usage } = sources;
  gauge(
    registry,
    'aerostack_usage_dropped_calls',
    'Calls that could not be recorded since the start.',
    () => usage.dropped,
  );
  return registry;
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    }),
  );
}
