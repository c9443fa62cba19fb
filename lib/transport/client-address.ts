/**
 * The address that a request came from, for limits on guessing. The server puts exactly one address into `X-Forwarded-For`, the one it
 * trusts (see AEROSTACK_TRUSTED_PROXIES); where several arrive, as on another host's server, the last was added nearest to us.
 */
export function clientAddress(headers: { get(name: string): string | null }): string {
  const nearest = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-fA-F:.]{2,45}$/.test(nearest) ? nearest : 'unknown';
}
