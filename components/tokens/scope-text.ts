import type { TokenScope } from '@/lib/tokens/schemas';

/** `2 servers · read only · 3 patterns`; `All tools` for a token that is not narrowed. */
export function scopeSummary(scope: TokenScope | null): string {
  if (scope === null) return 'All tools';
  const patterns = scope.allow.length + scope.deny.length;
  return [
    ...(scope.servers === null ? [] : [counted(scope.servers.length, 'server')]),
    ...(scope.read_only ? ['read only'] : []),
    ...(patterns === 0 ? [] : [counted(patterns, 'pattern')]),
    ...(scope.addresses.length === 0 ? [] : [counted(scope.addresses.length, 'address range')]),
  ].join(' · ');
}

export const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
