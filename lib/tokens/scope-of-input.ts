import ipaddr from 'ipaddr.js';
import type { Tx } from '../db/client';
import { AppError, type FieldError } from '../errors';
import type { TokenScopeInput } from './schemas';
import { scopeText } from './scope';

/**
 * A wished scope as it is stored; null when it narrows nothing.
 * @throws AppError `invalid_input` naming each server that the workspace does not have and each range that is none
 */
export async function scopeOfInput(
  db: Pick<Tx, 'server'>,
  workspaceId: string,
  input: TokenScopeInput | null | undefined,
): Promise<string | null> {
  if (input == null) return null;
  const { servers = null, allow = [], deny = [], read_only = false, addresses = [] } = input;
  const errors = [
    ...(servers === null ? [] : await unknownServers(db, workspaceId, servers)),
    ...addresses.flatMap((text, index) => (toRange(text) === null ? [notARange(index)] : [])),
  ];
  if (errors.length > 0) throw new AppError('invalid_input', 'This scope cannot be given.', { errors });
  const ranges = addresses.map(toRange).filter((range) => range !== null);
  return scopeText({ servers, allow, deny, read_only, addresses: ranges });
}

async function unknownServers(db: Pick<Tx, 'server'>, workspaceId: string, slugs: string[]): Promise<FieldError[]> {
  const rows = await db.server.findMany({
    where: { workspaceId },
    select: { slug: true },
    orderBy: { position: 'asc' },
  });
  const known = rows.map(({ slug }) => slug);
  return slugs.flatMap((slug, index) => {
    if (known.includes(slug)) return [];
    const have = known.length === 0 ? 'It has none yet.' : `It has ${known.slice(0, 20).join(', ')}.`;
    return [{ path: `scope.servers.${index}`, message: `The workspace has no server “${slug}”. ${have}` }];
  });
}

/** A single address is the range of itself. */
function toRange(text: string): string | null {
  if (ipaddr.isValidCIDR(text)) return text;
  if (!ipaddr.isValid(text)) return null;
  return `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}`;
}

const notARange = (index: number): FieldError => ({
  path: `scope.addresses.${index}`,
  message: 'Write an address or a range, such as 203.0.113.7 or 10.0.0.0/8.',
});
