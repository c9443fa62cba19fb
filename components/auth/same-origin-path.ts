/**
 * Where to go after signing in: only ever a page of this installation.
 * @returns a path with its query; `/workspaces` for everything else, so that a link cannot lead a person away.
 */
export function sameOriginPath(callbackUrl: string | undefined, origin: string): string {
  const fallback = '/workspaces';
  if (callbackUrl === undefined || !URL.canParse(callbackUrl, origin)) return fallback;
  const url = new URL(callbackUrl, origin);
  const isPage = url.origin === origin && !/^\/(?:api|ws|sign-in|setup)(?:\/|$)/.test(url.pathname);
  // A path that begins with two slashes would be another host again, once it is used as an address.
  return isPage && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
