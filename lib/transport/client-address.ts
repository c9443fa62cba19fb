import { clientAddress as addressBehind, hopAddress, parseRanges } from '../server/client-address';

/**
 * The address that a request came from, for limits on guessing. The server puts exactly one address into `X-Forwarded-For`, the one it
 * trusts (see AEROSTACK_TRUSTED_PROXIES); where several arrive, as on another host's server, the last was added nearest to us.
 */
export function clientAddress(headers: { get(name: string): string | null }): string {
  return hopAddress(headers.get('x-forwarded-for')?.split(',').at(-1) ?? '') ?? 'unknown';
}

/**
 * Where a gateway request came from, where Next is the server and its socket cannot be seen. Without a trusted proxy anybody may have written
 * the header, and the address counts as unknown: a token that is bound to addresses opens nothing then.
 */
export function gatewayPeer(headers: { get(name: string): string | null }, trustedProxies: string[]): string {
  if (trustedProxies.length === 0) return 'unknown';
  const hops = headers.get('x-forwarded-for')?.split(',') ?? [];
  const nearest = hopAddress(hops.pop() ?? '');
  const further = hops.length === 0 ? undefined : hops.join(',');
  return nearest === null ? 'unknown' : addressBehind(nearest, further, parseRanges(trustedProxies));
}
