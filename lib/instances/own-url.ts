import { networkInterfaces } from 'node:os';
import type { Env } from '../env';

/**
 * Where other instances reach this one: AEROSTACK_INSTANCE_URL, else the address that it listens on, and for one that listens on all of them
 * the first of the machine's that is not loopback.
 */
export function ownUrl(
  env: Pick<Env, 'instanceUrl' | 'host' | 'port'>,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string {
  if (env.instanceUrl !== undefined) return env.instanceUrl;
  const isEverywhere = env.host === '0.0.0.0' || env.host === '::';
  const host = isEverywhere ? (firstAddress(interfaces) ?? '127.0.0.1') : env.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${env.port}`;
}

function firstAddress(interfaces: ReturnType<typeof networkInterfaces>): string | undefined {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const outward = all.filter(({ internal }) => !internal);
  return (
    outward.find(({ family }) => family === 'IPv4') ?? outward.find((one) => one.family === 'IPv6' && one.scopeid === 0)
  )?.address;
}
