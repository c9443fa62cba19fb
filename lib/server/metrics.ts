import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { RateCounter } from '../rate-limit/rate-counter';
import type { Runtime } from './runtime';

/** The process's numbers for Prometheus. What counts on the hot path counts in plain variables; they are read here, when someone asks. */
export function createMetrics({
  gateway,
  connections,
  instances,
  rate,
  usage,
}: Pick<Runtime, 'gateway' | 'connections' | 'instances' | 'rate' | 'usage'>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const add = (name: string, help: string, read: () => number) => gauge(registry, `aerostack_${name}`, help, read);
  add('calls_under_way', 'Requests that wait for a server now.', () => gateway.counts().callsUnderWay);
  add('parked_calls', 'Calls that wait for an answer of their client.', () => gateway.counts().parkedCalls);
  add('client_sessions', 'Sessions of 2025-era clients.', () => gateway.counts().clientSessions);
  add('client_streams', 'Event streams open to clients.', () => gateway.counts().clientStreams);
  add('client_asks', 'Questions that 2025-era clients have not answered yet.', () => gateway.counts().clientAsks);
  add('client_listeners', 'Clients that are told of changes.', () => gateway.counts().listeners);
  add(
    'tokens_counted',
    'Tokens, and workspaces with a limit, with a request here in the last 60 seconds.',
    () => gateway.counts().tokensCounted,
  );
  add('servers_connected', 'Servers that a connection is kept for.', () => connections.counts().servers);
  add('server_requests', 'Requests under way at servers.', () => connections.counts().requestsUnderWay);
  add('server_leases', 'Sessions at servers that one client has to itself now.', () => connections.counts().leasesOut);
  add('server_leases_idle', 'Such sessions that wait to be used again.', () => connections.counts().leasesIdle);
  add('server_listeners', 'Listeners to what servers say outside of requests.', () => connections.counts().listeners);
  add(
    'open_breakers',
    'Servers that are not asked for the moment because they failed.',
    () => connections.counts().openBreakers,
  );
  add('instances', 'Running instances of this installation, this one among them.', () => instances.peers.length + 1);
  addRate(registry, rate);
  add('usage_dropped_calls', 'Calls that could not be recorded since the start.', () => usage.dropped);
  return registry;
}

const rateStores = ['memory', 'redis', 'upstash'] as const;

function addRate(registry: Registry, rate: RateCounter): void {
  registry.registerMetric(
    new Gauge({
      name: 'aerostack_rate_store',
      help: 'Where requests are counted now: 1 for that store.',
      labelNames: ['store'],
      registers: [],
      collect() {
        for (const store of rateStores) this.set({ store }, store === rate.store ? 1 : 0);
      },
    }),
  );
  registry.registerMetric(
    new Counter({
      name: 'aerostack_rate_fallbacks_total',
      help: 'Requests that this process decided alone because the rate store did not answer.',
      registers: [],
      collect() {
        this.reset();
        this.inc(rate.fallbacks);
      },
    }),
  );
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
