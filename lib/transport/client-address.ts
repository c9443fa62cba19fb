import ipaddr from 'ipaddr.js';
import { clientAddress as addressBehind, parseRanges } from '../server/client-address';

/**
 * The address that a request came from, for limits on guessing. The server puts exactly one address into `X-Forwarded-For`, the one it
 * trusts (see AEROSTACK_TRUSTED_PROXIES); where several arrive, as on another host's server, the last was added nearest to us.
 */
export function clientAddress(headers: { get(name: string): string | null }): string {
  const nearest = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-fA-F:.]{2,45}$/.test(nearest) ? nearest : 'unknown';
}

/**
 * Where a gateway request came from, where Next is the server and its socket cannot be seen. Without a trusted proxy anybody may have written
 * the header, and the address counts as unknown: a token that is bound to addresses opens nothing then.
 */
export function gatewayPeer(headers: { get(name: string): string | null }, trustedProxies: string[]): string {
  if (trustedProxies.length === 0) return 'unknown';
  const hops = headers.get('x-forwarded-for')?.split(',') ?? [];
  const nearest = hops.pop()?.trim() ?? '';
  const further = hops.length === 0 ? undefined : hops.join(',');
  return ipaddr.isValid(nearest) ? addressBehind(nearest, further, parseRanges(trustedProxies)) : 'unknown';
}
