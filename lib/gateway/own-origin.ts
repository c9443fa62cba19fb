import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request is meant for this installation: `Host` must be ours, and `Origin`, which browsers send, too.
 * Otherwise any web page could reach a gateway on localhost through a DNS name of its own (CVE-2025-66414).
 */
export function isOwnOrigin(
  headers: IncomingHttpHeaders,
  { origin: own, ownHosts }: { origin: string; ownHosts: ReadonlySet<string> },
): boolean {
  const { host, origin } = headers;
  if (host === undefined || !ownHosts.has(host.toLowerCase())) return false;
  if (origin === undefined) return true;
  const scheme = own.slice(0, own.indexOf('//') + 2);
  return origin.startsWith(scheme) && ownHosts.has(origin.slice(scheme.length).toLowerCase());
}
