import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Check, type Finding, failed, ok, skipped } from './check';
import { explainSilence } from './explain-failure';
import { proxyFor } from './proxy-for';

type Env = Record<string, string | undefined>;

/** From a name to an encrypted connection: DNS, TCP, TLS. Behind a proxy, the way to the proxy. */
export function networkChecks(env: Env, origin: string): Check[] {
  const explain = (error: unknown) => explainSilence(error, { origin, method: 'GET', deadlineMs: 10_000 }).message;
  const target = async () => {
    const proxy = await proxyFor(env, origin);
    const url = new URL(proxy?.url ?? origin);
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    return { host, port, proxy, isTls: url.protocol === 'https:' };
  };
  const todoOf = (error: unknown, variable: string | undefined) =>
    variable === undefined ? explain(error) : `Check ${variable}, and NO_PROXY where no proxy is needed.`;
  return [
    {
      name: 'DNS',
      isGround: true,
      async run() {
        const { host, proxy } = await target();
        const whose = proxy === null ? host : `the proxy of ${proxy.variable}, ${host},`;
        if (isIP(host) !== 0) return ok(`${whose} is an address`);
        try {
          const found = await lookup(host, { all: true });
          return ok(`${whose} is at ${found.map(({ address }) => address).join(', ')}`);
        } catch (error) {
          return failed(`${whose} has no address (${codeOf(error)})`, todoOf(error, proxy?.variable));
        }
      },
    },
    {
      name: 'TCP',
      isGround: true,
      async run(signal) {
        const { host, port, proxy } = await target();
        const socket = connect({ host, port, signal });
        try {
          await once(socket, 'connect', { signal });
          return ok(`port ${port} of ${socket.remoteAddress} is open`);
        } catch (error) {
          return failed(`port ${port} of ${host} does not answer (${codeOf(error)})`, todoOf(error, proxy?.variable));
        } finally {
          socket.destroy();
        }
      },
    },
    {
      name: 'TLS',
      isGround: true,
      async run(signal) {
        const { host, port, proxy, isTls } = await target();
        if (proxy !== null) return skipped(`is between the proxy and the server; HTTP tells`);
        if (!isTls) return skipped('http:// is not encrypted');
        return handshake(connect({ host, port, signal }), host, signal, explain);
      },
    },
  ];
}

async function handshake(
  below: Socket,
  host: string,
  signal: AbortSignal,
  explain: (error: unknown) => string,
): Promise<Finding> {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ socket: below, host, ...servername });
  // Either end may say what went wrong; the other one must not be without a listener.
  below.on('error', () => {});
  try {
    await once(socket, 'secureConnect', { signal });
    const { valid_to: until, issuer } = socket.getPeerCertificate();
    return ok(`${socket.getProtocol()}, certificate of ${issuer.O ?? issuer.CN ?? 'nobody'} until ${dayOf(until)}`);
  } catch (error) {
    return failed(`no encrypted connection (${codeOf(error)})`, `${explain(error)}${clockHint(error)}`);
  } finally {
    socket.destroy();
  }
}

const dayOf = (date: string) => new Date(date).toISOString().slice(0, 10);

const clockHint = (error: unknown) =>
  /EXPIRED|NOT_YET_VALID/.test(codeOf(error)) ? ` Or this machine’s clock is wrong: ${new Date().toISOString()}.` : '';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
