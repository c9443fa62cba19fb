import { legacyRequest, type ModernOverrides, modernRequest, type WireRequest } from './wire';

export interface Row {
  request: WireRequest;
  status: number;
  /** Of the JSON-RPC error; none for a result, null for an empty body. */
  code?: number | null;
  /** What comes back as the id; 1 when it is not given. */
  id?: unknown;
  /** What of the error's data or of the result matters. */
  holds?: Record<string, unknown>;
  /** `null` where the gateway differs from the reference server on purpose. */
  reference?: null;
}

const name = 'test_simple_text';
const list = (overrides?: ModernOverrides) => modernRequest('tools/list', {}, overrides);
const call = (overrides?: ModernOverrides) => modernRequest('tools/call', { name, arguments: {} }, overrides);
const base64 = (value: string) => `=?base64?${Buffer.from(value).toString('base64')}?=`;
const named = (method: string, params: Record<string, unknown>, mcpName?: string) =>
  modernRequest(method, params, { headers: { 'mcp-name': mcpName } });
const header = (region?: string) =>
  modernRequest(
    'tools/call',
    { name: 'test_x_mcp_header', arguments: { region: 'eu-1' } },
    { headers: { 'mcp-param-region': region } },
  );
const modernHeader = { 'mcp-protocol-version': '2026-07-28' };
const post = (body: unknown, headers = {}): WireRequest => ({ ...legacyRequest('ping', undefined, headers), body });
const nowhere = 'test://nowhere';

/** Requests of 2026-07-28, and what is neither of that revision nor of an earlier one. */
export const modernRows: Record<string, Row> = {
  'a modern request is served': { request: call(), status: 200, holds: { resultType: 'complete' } },
  'id 0 is an id': { request: call({ id: 0 }), status: 200, id: 0 },
  'clientInfo may be missing': { request: call({ meta: { clientInfo: undefined } }), status: 200 },
  'Mcp-Name may be base64': { request: call({ headers: { 'mcp-name': base64(name) } }), status: 200 },
  'spaces around a header value mean nothing': { request: call({ headers: { 'mcp-name': ` ${name} ` } }), status: 200 },
  'Accept */* is enough': { request: call({ headers: { accept: '*/*' } }), status: 200 },
  'Accept application/json is enough': { request: call({ headers: { accept: 'application/json' } }), status: 200 },
  'a session id means nothing to a modern request': {
    request: call({ headers: { 'mcp-session-id': 'unknown' } }),
    status: 200,
  },
  'a modern notification is taken': {
    request: post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } }, modernHeader),
    status: 202,
    code: null,
  },

  'id null is none': { request: call({ id: null }), status: 400, code: -32600, id: null },
  'an empty object is no message': { request: post({}), status: 400, code: -32600, id: null },
  'a batch may hold no envelope': { request: post([call().body]), status: 400, code: -32600, id: null },
  'JSON that does not end is none': { request: post('{"jsonrpc":'), status: 400, code: -32700, id: null },
  'text/plain is not read': {
    request: { headers: { ...list().headers, 'content-type': 'text/plain' }, body: list().body },
    status: 415,
    // The reference server's code for it is one of its own, and ours says that the request is invalid.
    reference: null,
    code: -32600,
    id: null,
  },

  'capabilities must be declared': {
    request: list({ meta: { clientCapabilities: undefined } }),
    status: 400,
    code: -32602,
  },
  'a version must be claimed': {
    request: list({ headers: modernHeader, meta: { protocolVersion: undefined } }),
    status: 400,
    code: -32602,
  },
  'a modern header needs an envelope': {
    request: legacyRequest('tools/list', {}, modernHeader),
    status: 400,
    code: -32602,
  },

  'the version header must be there': {
    request: list({ headers: { 'mcp-protocol-version': undefined } }),
    status: 400,
    code: -32020,
  },
  'the version header must agree': {
    request: list({ headers: { 'mcp-protocol-version': '2025-11-25' } }),
    status: 400,
    code: -32020,
  },
  'Mcp-Method must be there': { request: call({ headers: { 'mcp-method': undefined } }), status: 400, code: -32020 },
  'Mcp-Method has one case': { request: call({ headers: { 'mcp-method': 'Tools/Call' } }), status: 400, code: -32020 },
  'Mcp-Name must be there': { request: call({ headers: { 'mcp-name': undefined } }), status: 400, code: -32020 },
  'Mcp-Name must agree': { request: call({ headers: { 'mcp-name': 'other' } }), status: 400, code: -32020 },
  'Mcp-Name must be there for a prompt': {
    request: named('prompts/get', { name: 'test_simple_prompt' }),
    status: 400,
    code: -32020,
  },
  'Mcp-Name must be there for a resource': {
    request: named('resources/read', { uri: 'test://static-text' }),
    status: 400,
    code: -32020,
  },
  'Mcp-Name must agree with the URI of a resource': {
    request: named('resources/read', { uri: 'test://static-text' }, 'test://static-binary'),
    status: 400,
    code: -32020,
  },
  'Mcp-Param must be there': { request: header(), status: 400, code: -32020 },
  'Mcp-Param must agree': { request: header('us-1'), status: 400, code: -32020 },
  'Mcp-Param that agrees is served': { request: header('eu-1'), status: 200 },
  'initialize has no modern header': {
    request: legacyRequest('initialize', {}, modernHeader),
    status: 400,
    code: -32020,
  },

  'an unknown version is told the known ones': {
    request: list({ meta: { protocolVersion: '2099-01-01' } }),
    status: 400,
    code: -32022,
    holds: { supported: ['2026-07-28'], requested: '2099-01-01' },
  },
  'an envelope of 2025-11-25 is not served': {
    request: list({ meta: { protocolVersion: '2025-11-25' } }),
    status: 400,
    code: -32022,
  },
  'a capability that is needed must be declared': {
    request: modernRequest('tools/call', { name: 'test_missing_capability', arguments: {} }),
    status: 400,
    code: -32021,
    holds: { requiredCapabilities: { sampling: {} } },
  },

  'an unknown modern method is not found': { request: modernRequest('tools/explode'), status: 404, code: -32601 },
  'there is no modern ping': { request: modernRequest('ping'), status: 404, code: -32601 },
  'there is no modern initialize': { request: modernRequest('initialize'), status: 404, code: -32601 },
  'there is no modern logging/setLevel': { request: modernRequest('logging/setLevel'), status: 404, code: -32601 },
  'there is no modern resources/subscribe': {
    request: modernRequest('resources/subscribe'),
    status: 404,
    code: -32601,
  },

  'an unknown tool is said in band': {
    request: modernRequest('tools/call', { name: 'nothing', arguments: {} }),
    status: 200,
    code: -32602,
  },
  'an unknown prompt is said in band': {
    request: modernRequest('prompts/get', { name: 'nothing' }),
    status: 200,
    code: -32602,
  },
  'an unknown resource is said in band': {
    request: named('resources/read', { uri: nowhere }, nowhere),
    status: 200,
    code: -32602,
    holds: { uri: nowhere },
  },
};
