import type { OutgoingHttpHeaders } from 'node:http';
import type { CreatedToken } from './rest';
import { bearer, legacyRequest, modernRequest, send, type WireRequest } from './wire';

export const eras = ['legacy', 'modern'] as const;
export type Era = (typeof eras)[number];

/** A request as a client of this era writes it. */
export const requestOf = (era: Era, method: string, params: Record<string, unknown> = {}) =>
  era === 'modern' ? modernRequest(method, params) : legacyRequest(method, params);

/** Somebody who calls tools with one token, in either era. */
export function callerOf(token: CreatedToken) {
  const ask = (request: WireRequest, extra: OutgoingHttpHeaders = {}) =>
    send(token.url, { ...request, headers: { ...request.headers, ...extra, ...bearer(token.raw) } });
  return {
    ask,
    list: (era: Era) => ask(requestOf(era, 'tools/list')),
    call: (era: Era, name: string, args: Record<string, unknown> = {}) =>
      ask(requestOf(era, 'tools/call', { name, arguments: args })),
  };
}
export type Caller = ReturnType<typeof callerOf>;
