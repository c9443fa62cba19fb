import ipaddr from 'ipaddr.js';
import { matchesGlob } from '../glob';
import type { TokenScope } from './schemas';

/** Something of a workspace that a token may or may not reach. */
export interface Subject {
  kind: 'tool' | 'prompt' | 'resource';
  /** The server's slug. */
  server: string;
  /** What the server itself calls it: a tool's or prompt's name, a resource's URI or template. */
  name: string;
  /** Whether a tool says of itself that it changes nothing (`annotations.readOnlyHint`). */
  isReadOnly: boolean;
}

export const refusalReasons = ['server_not_granted', 'denied', 'not_allowed', 'not_read_only'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/**
 * Why a scope keeps something from its token; null when it does not. The one rule behind lists, calls, prompts, resources,
 * subscriptions and `explain`. Patterns are held against `<server slug>__<name>`, which no change of a prefix moves. Denying outranks allowing.
 */
export function whyRefused(
  scope: TokenScope | null,
  { kind, server, name, isReadOnly }: Subject,
): RefusalReason | null {
  if (scope === null) return null;
  if (scope.servers !== null && !scope.servers.includes(server)) return 'server_not_granted';
  const full = `${server}__${name}`;
  if (scope.deny.some((glob) => matchesGlob(glob, full))) return 'denied';
  if (scope.allow.length > 0 && !scope.allow.some((glob) => matchesGlob(glob, full))) return 'not_allowed';
  return scope.read_only && kind === 'tool' && !isReadOnly ? 'not_read_only' : null;
}

/** Whether a client may come from this address. IPv4 inside of IPv6 counts as what it is; what is no address is nowhere. */
export function admitsAddress(scope: TokenScope | null, address: string): boolean {
  if (scope === null || scope.addresses.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return scope.addresses.some((cidr) => {
    const [range, bits] = ipaddr.parseCIDR(cidr);
    return range.kind() === parsed.kind() && parsed.match(range, bits);
  });
}

/** As it is stored: keys and entries in one order, so that equal scopes are equal texts; null for one that narrows nothing. */
export function scopeText(scope: TokenScope | null): string | null {
  if (scope === null) return null;
  const { servers, allow, deny, read_only, addresses } = scope;
  const narrows = servers !== null || read_only || allow.length + deny.length + addresses.length > 0;
  const sorted = (texts: string[]) => [...new Set(texts)].sort();
  if (!narrows) return null;
  return JSON.stringify({
    servers: servers === null ? null : sorted(servers),
    allow: sorted(allow),
    deny: sorted(deny),
    read_only,
    addresses: sorted(addresses),
  });
}

/** Reads what `scopeText` wrote. */
export const readScope = (text: string | null): TokenScope | null =>
  text === null ? null : (JSON.parse(text) as TokenScope);
