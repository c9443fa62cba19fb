import type { IncomingHttpHeaders } from 'node:http';
import { ownHosts } from '../env';

/** Which `Host` and `Origin` values belong to this installation. */
export interface OwnNames {
  hosts: ReadonlySet<string>;
  origins: ReadonlySet<string>;
  /** `http` or `https`, as the public origin says. */
  scheme: string;
}

export function ownNames(url: string): OwnNames {
  const hosts = ownHosts(url);
  const { protocol } = new URL(url);
  const origins = new Set([...hosts].map((host) => `${protocol}//${host}`));
  return { hosts, origins, scheme: protocol.slice(0, -1) };
}

/**
 * Whether a request for pages or the REST API was meant for us: a name that was rebound to our address, or another site's script, is not.
 * `Origin: null` is a form of ours under `Referrer-Policy: no-referrer` when the browser itself vouches for it.
 */
export function judgeNames(own: OwnNames, headers: IncomingHttpHeaders): 'own' | 'foreign_host' | 'foreign_origin' {
  const { host, origin } = headers;
  if (host === undefined || !own.hosts.has(host.toLowerCase())) return 'foreign_host';
  if (origin === undefined || own.origins.has(origin.toLowerCase())) return 'own';
  return origin === 'null' && headers['sec-fetch-site'] === 'same-origin' ? 'own' : 'foreign_origin';
}
