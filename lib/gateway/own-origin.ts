import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request is meant for this installation: `Host` must be ours, and `Origin`, which browsers send, too.
 * Otherwise any web page could reach a gateway on localhost through a DNS name of its own (CVE-2025-66414).
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, ownHosts: ReadonlySet<string>): boolean {
  const { host, origin } = headers;
  if (host === undefined || !ownHosts.has(host.toLowerCase())) return false;
  if (origin === undefined) return true;
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match !== null && ownHosts.has((match[1] as string).toLowerCase());
}
