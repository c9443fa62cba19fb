const body = JSON.stringify({
  error: 'not_supported',
  error_description:
    'This server takes workspace tokens and has no OAuth. If a token was refused, it may have been revoked or have expired: create a new one in the dashboard and send it as "Authorization: Bearer mwt_…".',
});

/**
 * What clients get that look for OAuth after a 401 (mcp-remote does): they print this body, so it says what is wrong. Not a page:
 * sixteen kilobytes of HTML say nothing in a terminal.
 */
export const noOAuth = (): Response =>
  new Response(body, { status: 404, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } });
