import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Runtime } from './runtime';

/** The process's numbers for Prometheus. What counts on the hot path counts in plain variables; they are read here, when someone asks. */
export function createMetrics({ gateway, usage }: Pick<Runtime, 'gateway' | 'usage'>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const add = (name: string, help: string, read: () => number) => gauge(registry, name, help, read);
  add('aerostack_calls_under_way', 'Calls that wait for a server now.', () => gateway.callsUnderWay);
  add('aerostack_tokens_counted', 'Tokens with a request in the last 60 seconds.', () => gateway.tokensCounted);
  add('aerostack_usage_dropped_calls', 'Calls that could not be recorded since the start.', () => usage.dropped);
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
