import { type NextRequest, NextResponse } from 'next/server';
import { isDecodable } from './lib/server/split-target';

// biome-ignore lint/style/noProcessEnv: replaced at build time; nothing is read from the environment.
const isDevelopment = process.env.NODE_ENV === 'development';

/** Gives every page a Content-Security-Policy with a nonce of its own. Decides nothing: permissions belong to the verbs. */
export function proxy(request: NextRequest) {
  // Next would answer 500.
  if (!isDecodable(request.nextUrl.pathname)) return new NextResponse('Bad request\n', { status: 400 });
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Layouts are not told which page is asked for; whoever has to sign in first comes back to it.
  headers.set('x-requested-path', pageOf(request.nextUrl));
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set('Referrer-Policy', referrerPolicy(request.nextUrl.pathname));
  return response;
}

/** Without the mark that Next's router puts on what it loads in the background. */
function pageOf({ pathname, searchParams }: { pathname: string; searchParams: URLSearchParams }): string {
  const query = new URLSearchParams(searchParams);
  query.delete('_rsc');
  return query.size === 0 ? pathname : `${pathname}?${query}`;
}

function contentSecurityPolicy(nonce: string): string {
  // React rebuilds the server's stack traces with eval, in development only.
  const evalSource = isDevelopment ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evalSource}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Addresses that lead to a secret are told to nobody, not even to ourselves. */
function referrerPolicy(pathname: string): string {
  const isPrivate = ['/setup', '/invite', '/reset-password', '/confirm-email', '/device'].some((page) =>
    pathname.startsWith(page),
  );
  return isPrivate ? 'no-referrer' : 'strict-origin-when-cross-origin';
}

export const config = {
  // Pages, and what may be no address at all. In front of all of /ws this function would halve the gateway's throughput.
  matcher: ['/((?!api/|ws/|_next/static|_next/image|livez|readyz|metrics|icon\\.svg|favicon\\.ico).*)', '/(.*%.*)'],
};
