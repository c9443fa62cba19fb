import { encodeHeaderValue } from '../mcp-header-value';
import { mirroredInName } from '../mcp-protocol';
import type { Message } from './message';
import type { Parts } from './parts';

const isPlain = (value: string) => /^[\x21-\x7e]+$/.test(value);

/** The headers of the era that a message belongs to. A value that no header can carry is left out: the gateway says what is wrong then. */
export function headersFor(parts: Parts, message: Message): Record<string, string> {
  const base = {
    ...authorization(parts),
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  if (message.version !== null) return { ...base, ...modernHeaders(parts, message, message.version) };
  if (message.method === 'initialize') return base;
  if (parts.session.version === null && message.kind === 'notification' && parts.modernVersion !== null)
    return { ...base, 'mcp-protocol-version': parts.modernVersion };
  return { ...base, ...parts.session.headers() };
}

/** For a GET or DELETE of the session. */
export const sessionHeaders = (parts: Parts): Record<string, string> => ({
  ...authorization(parts),
  ...parts.session.headers(),
});

const authorization = ({ token, userAgent }: Parts) => ({
  authorization: `Bearer ${token.current()}`,
  'user-agent': userAgent,
});

function modernHeaders({ toolHeaders }: Parts, { method, params }: Message, version: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (isPlain(version)) headers['mcp-protocol-version'] = version;
  if (method === null || !isPlain(method)) return headers;
  headers['mcp-method'] = method;
  const name = params[mirroredInName.get(method) ?? ''];
  if (typeof name === 'string') headers['mcp-name'] = encodeHeaderValue(name);
  if (method === 'tools/call') Object.assign(headers, toolHeaders.of(params));
  return headers;
}
