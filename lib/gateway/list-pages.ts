import { type Era, metaKeys } from '../mcp-protocol';

/** The lists that a client may ask for, and the member of the result that holds each. */
export const listKeys = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
} as const;
export type ListMethod = keyof typeof listKeys;
export const isListMethod = (method: string): method is ListMethod => Object.hasOwn(listKeys, method);

/** Entries on one page; more than most clients ever see, so that those that never ask for a second page miss nothing. */
const pageEntriesMax = 1_000;

/** A list as it is answered: pages of JSON text, the result without its closing brace. */
export interface ListPages {
  pages: readonly string[];
  revision: number;
}

interface PageFacts {
  revision: number;
  /** Members of the result's `_meta`, as JSON text. */
  meta: readonly string[];
}

/** The pages of one list for one era. 2026-07-28 wants caching hints: `private`, because the credential decides what a list holds; 0, because asking again costs nothing. */
export function listPages(method: ListMethod, era: Era, entries: () => readonly string[], facts: PageFacts): ListPages {
  let made: string[] | null = null;
  return {
    revision: facts.revision,
    // When they are first asked for: few clients read all lists, and most are of one era.
    get pages() {
      made ??= makePages(method, era, entries(), facts);
      return made;
    },
  };
}

function makePages(method: ListMethod, era: Era, entries: readonly string[], facts: PageFacts): string[] {
  const hints = era === 'modern' ? ',"ttlMs":0,"cacheScope":"private"' : '';
  const begin = era === 'modern' ? '{"resultType":"complete",' : '{';
  const meta = facts.meta.length === 0 ? '' : `,"_meta":{${facts.meta.join(',')}}`;
  const count = Math.max(1, Math.ceil(entries.length / pageEntriesMax));
  return Array.from({ length: count }, (_, page) => {
    const shown = entries.slice(page * pageEntriesMax, (page + 1) * pageEntriesMax);
    const next = page + 1 < count ? `,"nextCursor":"${cursorOf(facts.revision, page + 1)}"` : '';
    return `${begin}"${listKeys[method]}":[${shown.join(',')}]${next}${hints}${meta}}`;
  });
}

/** The page that a cursor names; undefined for one that was never given, or was given for a list that has changed since. */
export function pageAt({ pages, revision }: ListPages, cursor: unknown): string | undefined {
  if (cursor === undefined) return pages[0];
  return pages.find((_, page) => page > 0 && cursor === cursorOf(revision, page));
}

const cursorOf = (revision: number, page: number) => Buffer.from(`${revision}.${page}`).toString('base64url');

/** A 2026-07-28 result says who answers. */
export const identityMeta = (name: string, version: string): string =>
  `"${metaKeys.serverInfo}":${JSON.stringify({ name, version })}`;
