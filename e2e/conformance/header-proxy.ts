import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeaderProxy {
  /** Where it answers; requests for any path go to the target's origin. */
  origin: string;
  close(): Promise<void>;
}

/**
 * A loopback proxy that adds headers: the conformance suite can send none of its own. Both ways are streamed, and each side learns when the other hangs up.
 * A `Host` that names the proxy becomes the target's; any other goes through as it is, with its `Origin`, for the target to refuse.
 */
export async function startHeaderProxy(target: string, added: Record<string, string>): Promise<HeaderProxy> {
  const { host } = new URL(target);
  const server = createServer((req, res) => forward(req, res, target, { ...headersOf(req, host), ...added }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function headersOf(req: IncomingMessage, targetHost: string) {
  const own = `127.0.0.1:${req.socket.localPort}`;
  const headers = { ...req.headers };
  if (headers.host === own) headers.host = targetHost;
  if (headers.origin === `http://${own}`) headers.origin = `http://${targetHost}`;
  return headers;
}

function forward(req: IncomingMessage, res: ServerResponse, target: string, headers: NodeJS.Dict<string | string[]>) {
  const upstream = request(new URL(req.url ?? '/', target), { method: req.method, headers, agent: false });
  upstream.on('response', (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    // Headers of a stream must arrive before its first event does.
    res.flushHeaders();
    answer.pipe(res);
    answer.on('close', () => (answer.complete ? undefined : res.destroy()));
  });
  upstream.on('error', () => res.destroy());
  res.on('close', () => upstream.destroy());
  req.pipe(upstream);
}
