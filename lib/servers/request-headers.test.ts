import { expect, it } from 'vitest';
import { requestHeaders } from './request-headers';

it('writes a text that is not ASCII in the sentinel form exactly once', () => {
  const options = { method: 'tools/call', name: 'grüße', paramHeaders: { 'Mcp-Param-City': 'münchen' } };
  expect(requestHeaders(['a', 'b'], 'modern', options)).toEqual([
    ...['a', 'b', 'mcp-method', 'tools/call', 'mcp-name', '=?base64?Z3LDvMOfZQ==?='],
    ...['mcp-param-city', '=?base64?bcO8bmNoZW4=?='],
  ]);
});

it('takes nothing from a caller that could be a credential or change the request', () => {
  const options = {
    method: 'tools/call',
    paramHeaders: { authorization: 'x', 'mcp-param-a\r\nx': 'y' },
    traceHeaders: { traceparent: '00-a-b-01', tracestate: 'a\r\nx: y', cookie: 'z' },
  };
  expect(requestHeaders([], 'legacy', options)).toEqual(['traceparent', '00-a-b-01']);
  expect(requestHeaders([], 'modern', options)).toEqual(['mcp-method', 'tools/call', 'traceparent', '00-a-b-01']);
});
