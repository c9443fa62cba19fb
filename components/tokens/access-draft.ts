import { matchesGlob } from '@/lib/glob';
import type { Tool } from '@/lib/servers/schemas';
import type { TokenScope, TokenScopeInput } from '@/lib/tokens/schemas';

/** What a token may reach, as it stands in the form; lists are texts with one entry a line. */
export interface AccessDraft {
  isNarrowed: boolean;
  /** Slugs; none of them chosen means all servers. */
  servers: string[];
  allow: string;
  deny: string;
  readOnly: boolean;
  addresses: string;
}

export function accessDraftOf(scope: TokenScope | null): AccessDraft {
  return {
    isNarrowed: scope !== null,
    servers: scope?.servers ?? [],
    allow: (scope?.allow ?? []).join('\n'),
    deny: (scope?.deny ?? []).join('\n'),
    readOnly: scope?.read_only ?? false,
    addresses: (scope?.addresses ?? []).join('\n'),
  };
}

/** Neither a pattern nor an address holds white space or a comma of its own. */
export const entriesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Null for all of the workspace. */
export function scopeInput(draft: AccessDraft): TokenScopeInput | null {
  if (!draft.isNarrowed) return null;
  return {
    servers: draft.servers.length === 0 ? null : draft.servers,
    allow: entriesOf(draft.allow),
    deny: entriesOf(draft.deny),
    read_only: draft.readOnly,
    addresses: entriesOf(draft.addresses),
  };
}

type Reach = Pick<Tool, 'server' | 'stable_name' | 'read_only'>;

/** Whether a token made of the draft would see a tool: the gateway's rule, asked before there is a token. */
export function wouldGrant(draft: AccessDraft, { server, stable_name, read_only }: Reach): boolean {
  if (!draft.isNarrowed) return true;
  const matches = (text: string) => entriesOf(text).some((glob) => matchesGlob(glob, stable_name));
  if (draft.servers.length > 0 && !draft.servers.includes(server)) return false;
  if (matches(draft.deny)) return false;
  if (entriesOf(draft.allow).length > 0 && !matches(draft.allow)) return false;
  return read_only || !draft.readOnly;
}

/** The patterns that no tool of the workspace has a name for: usually a slip. */
export const idlePatterns = (text: string, tools: readonly Pick<Tool, 'stable_name'>[]): string[] =>
  entriesOf(text).filter((glob) => !tools.some(({ stable_name }) => matchesGlob(glob, stable_name)));
