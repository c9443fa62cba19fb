import { encodeHeaderValue } from '../mcp-header-value';
import { modernVersion } from '../mcp-protocol';
import type { PostOptions } from './connections';
import { isReservedHeader } from './reserved-headers';

/** What every request to one server begins with: flat name, value pairs, as undici takes them fastest. */
export function baseHeaders(credentials: Record<string, string>, version: string): string[] {
  const headers = ['content-type', 'application/json', 'accept', 'application/json, text/event-stream'];
  headers.push('user-agent', `aerostack-mcp-gateway/${version}`);
  for (const [headerName, value] of Object.entries(credentials)) {
    if (!isReservedHeader(headerName)) headers.push(headerName.toLowerCase(), value);
  }
  return headers;
}

/** What every request in a legacy era begins with. */
export function legacyHeaders(base: string[], protocolVersion: string, sessionId: string | null): string[] {
  const headers = [...base, 'mcp-protocol-version', protocolVersion];
  return sessionId === null ? headers : [...headers, 'mcp-session-id', sessionId];
}

export const modernHeaders = (base: string[]): string[] => [...base, 'mcp-protocol-version', modernVersion];

/** Whether an event's id can be given back as a header. */
export const isSafeEventId = (id: string) => /^[\x21-\x7e]{1,1024}$/.test(id);

/** For a GET that opens a stream: there is no body to describe, and nothing but events is wanted. */
export function streamHeaders(headers: string[], lastEventId: string | null): string[] {
  const found = ['accept', 'text/event-stream'];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [headerName = '', value = ''] = headers.slice(i, i + 2);
    if (headerName !== 'accept' && headerName !== 'content-type') found.push(headerName, value);
  }
  return lastEventId === null ? found : [...found, 'last-event-id', lastEventId];
}

const traceNames = ['traceparent', 'tracestate', 'baggage'] as const;

/**
 * The headers of one request. Only names that cannot be a credential are taken from outside, so that nothing a caller
 * sends can replace what is configured for the server (CVE-2026-110279).
 */
export function requestHeaders(fixed: string[], era: 'legacy' | 'modern', options: PostOptions): string[] {
  if (era === 'legacy' && options.traceHeaders === undefined) return fixed;
  const headers = [...fixed];
  if (era === 'modern') {
    headers.push('mcp-method', options.method);
    if (options.name !== undefined) headers.push('mcp-name', encodeHeaderValue(options.name));
    for (const [headerName, value] of Object.entries(options.paramHeaders ?? {})) {
      if (/^mcp-param-[\w!#$%&'*+.^`|~-]+$/i.test(headerName))
        headers.push(headerName.toLowerCase(), encodeHeaderValue(value));
    }
  }
  for (const traceName of traceNames) {
    const value = options.traceHeaders?.[traceName];
    if (value !== undefined && isPlain(value)) headers.push(traceName, value);
  }
  return headers;
}

const isPlain = (value: string) => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value);
