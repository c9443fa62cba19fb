/** A request target, taken apart as far as the front door needs it. */
export interface Target {
  path: string;
  /** What stands behind `?`, without it. */
  query: string;
  /** The one segment of `/ws/<slug>` or `/ws/<slug>/`, undecoded: a slug needs no decoding. Null for every other path. */
  slug: string | null;
}

export function splitTarget(target: string): Target {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark + 1);
  return { path, query, slug: slugOf(path) };
}

function slugOf(path: string): string | null {
  if (!path.startsWith('/ws/')) return null;
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  const slug = path.slice('/ws/'.length, end);
  return slug === '' || slug.includes('/') ? null : slug;
}
