import type { Row } from './ladder-modern';
import { legacyRequest, type WireRequest } from './wire';

const initialize = (protocolVersion: string, headers?: Record<string, string>) => {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'e2e', version: '1' } };
  return legacyRequest('initialize', params, headers);
};
const legacyHeader = { 'mcp-protocol-version': '2025-06-18' };
const post = (body: unknown, headers = {}): WireRequest => ({ ...legacyRequest('ping', undefined, headers), body });

/** Requests of the 2025 revisions and of 2024-11-05. */
export const legacyRows: Record<string, Row> = {
  'initialize 2024-11-05 is echoed': {
    request: initialize('2024-11-05'),
    status: 200,
    holds: { protocolVersion: '2024-11-05' },
  },
  'initialize 2025-03-26 is echoed': {
    request: initialize('2025-03-26'),
    status: 200,
    holds: { protocolVersion: '2025-03-26' },
  },
  'initialize 1999-01-01 gets the newest': {
    request: initialize('1999-01-01'),
    status: 200,
    holds: { protocolVersion: '2025-11-25' },
  },
  'initialize 2026-07-28 without an envelope gets the newest of its kind': {
    request: initialize('2026-07-28'),
    status: 200,
    holds: { protocolVersion: '2025-11-25' },
  },
  'a legacy request without a version header is served': { request: legacyRequest('tools/list'), status: 200 },
  'mcp-method does not make a legacy body modern': {
    request: legacyRequest('tools/list', {}, { 'mcp-method': 'tools/list' }),
    status: 200,
  },
  'a legacy version must be one': {
    request: legacyRequest('tools/list', {}, { 'mcp-protocol-version': '1.0' }),
    status: 400,
    code: -32000,
    // The reference server has read no id yet, ours has.
    reference: null,
  },
  'an unknown session is not found': {
    request: legacyRequest('tools/list', {}, { ...legacyHeader, 'mcp-session-id': 'unknown' }),
    status: 404,
    code: -32001,
    // The reference server has read no id yet, ours has.
    reference: null,
  },
  'Accept application/json is enough for a legacy request': {
    request: legacyRequest('tools/list', {}, { accept: 'application/json' }),
    status: 200,
    // 406 there: a client that can read the answer gets it here.
    reference: null,
  },
  'an answer to nobody’s question is taken': {
    request: post({ jsonrpc: '2.0', id: 7, result: {} }, legacyHeader),
    status: 202,
    code: null,
  },
  'a legacy notification is taken': {
    request: post({ jsonrpc: '2.0', method: 'notifications/initialized' }, legacyHeader),
    status: 202,
    code: null,
  },
  ...Object.fromEntries(
    ['GET', 'DELETE', 'PUT'].map((method) => [
      `${method} without a session is not offered`,
      { request: { method, headers: { accept: 'text/event-stream' } }, status: 405, code: -32000, id: null },
    ]),
  ),
  'a foreign Host is turned away': {
    request: legacyRequest('tools/list', {}, { host: 'evil.example' }),
    status: 403,
    reference: null,
    code: -32600,
    id: null,
  },
  'a foreign Origin is turned away': {
    request: legacyRequest('tools/list', {}, { origin: 'http://evil.example' }),
    status: 403,
    reference: null,
    code: -32600,
    id: null,
  },
};
