import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const headersTimeoutMs = 15_000;
const requestTimeoutMs = 60_000;
/** Longer than the 60 s after which common load balancers give an idle connection up, so that they and not we close it first. */
const keepAliveTimeoutMs = 65_000;

/** A `node:http` server that listens, with a deadline on everything that a client could do slowly. */
export function listen(handler: RequestListener, address: { host: string; port: number }): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      // How often the two deadlines above are looked at.
      connectionsCheckingInterval: 5_000,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
      // A second Host or Authorization is shown, not dropped: the pair names nobody, and no reader in between can have seen another request.
      joinDuplicateHeaders: true,
    },
    handler,
  );
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // Looked at before the start already; another program may have been quicker.
      const isTaken = error.code === 'EADDRINUSE';
      const sentence = `Port ${address.port} is in use; stop that program or set PORT to a free one.`;
      reject(isTaken ? new Error(sentence, { cause: error }) : error);
    });
    server.listen(address.port, address.host, () => {
      server.removeAllListeners('error');
      resolve(server);
    });
  });
}

/** The port that a server got when it asked for port 0. */
export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** How long what was told to end may take to say so to its client. */
const farewellMs = 500;

/**
 * Takes no new connection and waits until the requests under way are answered, at most `waitMs`. Then `endRequests` is asked to end
 * what is left, and shortly after that the connections are cut.
 * @returns whether all requests were answered in time.
 */
export function closeServer(server: Server, waitMs: number, endRequests: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    let isInTime = true;
    const lateTimer = setTimeout(() => {
      isInTime = false;
      endRequests();
    }, waitMs);
    const cutTimer = setTimeout(() => server.closeAllConnections(), waitMs + farewellMs);
    // A connection that was busy when the server closed turns idle later.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      for (const timer of [lateTimer, cutTimer, sweep]) clearInterval(timer);
      resolve(isInTime);
    });
  });
}
