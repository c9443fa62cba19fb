import ipaddr from 'ipaddr.js';
import type { Tx } from '../db/client';
import { AppError, type FieldError } from '../errors';
import type { TokenScopeInput } from './schemas';
import { readScope, scopeText } from './scope';

/**
 * A wished scope as it is stored; null when it narrows nothing. A token may keep a server that the workspace has no more.
 * @param stored the scope that the token has so far
 * @throws AppError `invalid_input` naming each server that the workspace does not have and each range that is none
 */
export async function scopeOfInput(
  db: Pick<Tx, 'server'>,
  workspaceId: string,
  input: TokenScopeInput | null | undefined,
  stored: string | null = null,
): Promise<string | null> {
  if (input == null) return null;
  const { servers = null, allow = [], deny = [], read_only = false, addresses = [] } = input;
  const kept = readScope(stored)?.servers ?? [];
  const errors = [
    ...(servers === null ? [] : await unknownServers(db, workspaceId, servers, kept)),
    ...addresses.flatMap((text, index) => (toRange(text) === null ? [notARange(index)] : [])),
  ];
  if (errors.length > 0) throw new AppError('invalid_input', 'This scope cannot be given.', { errors });
  const ranges = addresses.map(toRange).filter((range) => range !== null);
  return scopeText({ servers, allow, deny, read_only, addresses: ranges });
}

async function unknownServers(
  db: Pick<Tx, 'server'>,
  workspaceId: string,
  slugs: string[],
  kept: string[],
): Promise<FieldError[]> {
  const rows = await db.server.findMany({
    where: { workspaceId },
    select: { slug: true },
    orderBy: { position: 'asc' },
  });
  const known = rows.map(({ slug }) => slug);
  return slugs.flatMap((slug, index) => {
    if (known.includes(slug) || kept.includes(slug)) return [];
    const have = known.length === 0 ? 'It has none yet.' : `It has ${known.slice(0, 20).join(', ')}.`;
    return [{ path: `scope.servers.${index}`, message: `The workspace has no server “${slug}”. ${have}` }];
  });
}

/**
 * A range as its network, `10.0.0.0/8`; a single address is the range of itself. IPv4 is read in four decimal parts only, because
 * others read `010.1` as another address; inside of IPv6 it becomes what it is. A zone is known to one machine only.
 */
function toRange(text: string): string | null {
  const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  const dotted = /[^:/]*\.[^/]*/.exec(cidr)?.[0];
  if (dotted !== undefined && !ipaddr.IPv4.isValidFourPartDecimal(dotted)) return null;
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) {
    return `${ipaddr.IPv4.networkAddressFromCIDR(cidr)}/${ipaddr.IPv4.parseCIDR(cidr)[1]}`;
  }
  if (cidr.includes('%') || !ipaddr.IPv6.isValidCIDR(cidr)) return null;
  const bits = ipaddr.IPv6.parseCIDR(cidr)[1];
  const network = ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return bits >= 96 && network.isIPv4MappedAddress() ? `${network.toIPv4Address()}/${bits - 96}` : `${network}/${bits}`;
}

const notARange = (index: number): FieldError => ({
  path: `scope.addresses.${index}`,
  message: 'Write an address or a range, such as 203.0.113.7 or 10.0.0.0/8.',
});
