import { createServer } from 'node:http';
import next from 'next';
import { readEnv } from '../env';
import { restContextTracking } from './context-tracking';
import { createHandler } from './create-handler';
import { endGracefully } from './end-gracefully';
import { listen } from './listen';
import { setupLink } from './setup-link';
import { startRuntime } from './start-runtime';

export interface Served {
  version: string;
  /** The public origin. */
  url: string;
  /** Where the first account is made; null once there is one. */
  setupLink: string | null;
}

/** Starts everything that this process is. When it resolves, requests are answered. */
export async function serve(): Promise<Served> {
  const env = readEnv();
  const onNextRequest = restContextTracking();
  const { hostname, port } = new URL(env.url);
  // Next listens for WebSocket upgrades on the server it is given: this one never listens, so there are none.
  const app = next({ dev: false, hostname, port: Number(port) || env.port, httpServer: createServer() });
  const [runtime] = await Promise.all([startRuntime(env), quietly(() => app.prepare())]);
  // Before the port answers: whoever waits for it may hold the code already.
  const link = await setupLink(runtime);
  const server = await listen(createHandler(runtime, app.getRequestHandler(), onNextRequest), env);
  endGracefully({ server, runtime, closeNext: () => app.close() });
  return { version: runtime.version, url: env.url, setupLink: link };
}

/** Next prints how long it took to read its configuration; who starts a gateway did not ask. */
async function quietly(prepare: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => {};
  try {
    await prepare();
  } finally {
    console.log = log;
  }
}
