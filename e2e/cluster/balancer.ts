import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in front of several instances. */
export interface Balancer {
  origin: string;
  /** Between which origins it balances. */
  serve(origins: readonly string[]): void;
  close(): Promise<void>;
}

const lookEveryMs = 200;
/** These are between two neighbours and no further (RFC 9110 §7.6.1). */
const hopHeaders = ['connection', 'keep-alive', 'transfer-encoding'];

/**
 * A proxy of the common kind: it follows `/readyz`, keeps connections until an answer says `Connection: close`, and asks another instance
 * only where connecting failed, since a request that was sent may have been done.
 */
export async function startBalancer(): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  let targets: { origin: string; isReady: boolean }[] = [];
  let turn = 0;
  const look = setInterval(() => {
    for (const target of targets) {
      fetch(`${target.origin}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
        ({ status }) => (target.isReady = status === 200),
        () => (target.isReady = false),
      );
    }
  }, lookEveryMs);
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    turn += 1;
    const inTurn = targets.map((_, index) => targets[(turn + index) % targets.length] as (typeof targets)[number]);
    for (const target of [...inTurn.filter(({ isReady }) => isReady), ...inTurn.filter(({ isReady }) => !isReady)]) {
      const outcome = await pass({ agent, origin: target.origin, incoming, body, outgoing });
      if (outcome === 'passed') return;
      target.isReady = false;
    }
    outgoing.writeHead(502).end('nobody is there');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (origins) => {
      targets = origins.map((origin) => ({ origin, isReady: true }));
    },
    async close() {
      clearInterval(look);
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Passage {
  agent: Agent;
  origin: string;
  incoming: IncomingMessage;
  body: Buffer;
  outgoing: ServerResponse;
}

function pass({ agent, origin, incoming, body, outgoing }: Passage): Promise<'passed' | 'not connected'> {
  return new Promise((resolve) => {
    const headers = without(hopHeaders, incoming.headers);
    const req = request(origin + incoming.url, { agent, method: incoming.method ?? 'GET', headers }, (res) => {
      outgoing.writeHead(res.statusCode ?? 502, without(hopHeaders, res.headers));
      res.pipe(outgoing);
      res.once('error', () => outgoing.destroy());
      resolve('passed');
    });
    let isConnected = false;
    req.once('socket', (socket) => {
      isConnected = !socket.connecting;
      if (socket.connecting) socket.once('connect', () => (isConnected = true));
    });
    req.once('error', (error) => {
      if (!isConnected) return resolve('not connected');
      if (!outgoing.headersSent) outgoing.writeHead(502).end(`${origin} broke off: ${error.message}`);
      resolve('passed');
    });
    outgoing.once('close', () => req.destroy());
    req.end(body);
  });
}

const without = <Headers extends object>(names: readonly string[], headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))) as Headers;

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
