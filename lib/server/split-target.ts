/** A request target, taken apart as far as the front door needs it. */
export interface Target {
  path: string;
  /** What stands behind `?`, without it. */
  query: string;
  /** The one segment of `/ws/<slug>` or `/ws/<slug>/`, decoded. Null for every other path. */
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
  const slug = decoded(path.slice('/ws/'.length, end));
  return slug === '' || slug.includes('/') ? null : slug;
}

/** A slug needs no encoding, but may have one. Nothing for what is none. */
function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  return isDecodable(segment) ? decodeURIComponent(segment) : '';
}

/** Next takes an address that cannot be decoded for a fault of its own. */
export function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

/** Whether somebody means the gateway: by its path, or by one that Next would mend and redirect to. No client follows that with a POST. */
export function meansGateway(path: string): boolean {
  const mended = path.replace(/[\\/]+/g, '/');
  return mended === '/ws' || mended.startsWith('/ws/');
}
