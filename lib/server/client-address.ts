import ipaddr from 'ipaddr.js';

export type AddressRange = ReturnType<typeof ipaddr.parseCIDR>;

export const parseRanges = (cidrs: string[]): AddressRange[] => cidrs.map((cidr) => ipaddr.parseCIDR(cidr));

/** More hops than any real chain of proxies has. */
const hopsMax = 20;

/**
 * The address that a request came from. `X-Forwarded-For` counts only as far as trusted proxies wrote it: it is read from its
 * right end, and the first address that is not a trusted proxy's is the client's. What stands left of that anyone may have written.
 * `unknown` where a trusted proxy wrote something that is no address: its own is nobody's client.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: AddressRange[]): string {
  if (trusted.length === 0 || forwardedFor === undefined || !isTrusted(peer, trusted)) return peer;
  const hops = forwardedFor.split(',').slice(-hopsMax).map(hopAddress);
  let address = peer;
  for (const hop of hops.reverse()) {
    if (hop === null) return 'unknown';
    address = hop;
    if (!isTrusted(hop, trusted)) return address;
  }
  return address;
}

/** The address of an entry of `X-Forwarded-For`, which some proxies write with its port; null for what is none. */
export function hopAddress(hop: string): string | null {
  const text = hop.trim();
  const address = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return ipaddr.isValid(address) ? address : null;
}

function isTrusted(text: string, trusted: AddressRange[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  // A dual-stack socket shows IPv4 peers as ::ffff:a.b.c.d.
  const address = ipaddr.process(text);
  return trusted.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));
}
