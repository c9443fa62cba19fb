/** Connections for the tests, and the servers that they reach: open for one test, closed behind it. */
import { afterEach, beforeEach } from 'vitest';
import { type Connections, type ConnectionsOptions, createConnections } from './connections';
import { type Fixture, loopbackGuard, type Respond, startFixture } from './server-fixture';

interface Stage {
  /** New for each test. */
  readonly connections: Connections;
  start(respond: Respond): Promise<Fixture>;
}

/** Called once in a file of tests, or in a `describe`. */
export function connectionsForEachTest(options: Partial<ConnectionsOptions> = {}): Stage {
  const open: Fixture[] = [];
  let connections: Connections;
  beforeEach(() => {
    connections = createConnections({ guard: loopbackGuard(), version: '1.2.3', ...options });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((fixture) => fixture.close()));
    await connections.close();
  });
  return {
    get connections() {
      return connections;
    },
    async start(respond) {
      const fixture = await startFixture(respond);
      open.push(fixture);
      return fixture;
    },
  };
}
