/** Headers that the connection itself writes, or that belong to one hop (RFC 9110 §7.6.1): never a credential. */
const reserved = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
]);

/** Whether a header may be configured for a server. */
export const isReservedHeader = (headerName: string): boolean => {
  const lower = headerName.toLowerCase();
  return reserved.has(lower) || lower.startsWith('mcp-param-');
};
