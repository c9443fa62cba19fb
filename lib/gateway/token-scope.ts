import type { TokenScope } from '../tokens/schemas';
import { readScope, scopeText } from '../tokens/scope';
import type { TokenFacts } from './deps';

interface Read {
  scope: TokenScope;
  /** Names what its tokens see; null where that is the whole workspace. Where they may come from is no part of it. */
  view: string | null;
}

const keptMax = 1_000;
const kept = new Map<string, Read>();

/** What a token is narrowed to, read once for each text; null for one that is not. */
export function scopeOf({ scope: text }: Pick<TokenFacts, 'scope'>): Read | null {
  if (text === null) return null;
  const known = kept.get(text);
  if (known !== undefined) return known;
  const scope = readScope(text) as TokenScope;
  const read = { scope, view: scopeText({ ...scope, addresses: [] }) };
  if (kept.size >= keptMax) kept.clear();
  kept.set(text, read);
  return read;
}
