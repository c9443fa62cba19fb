import { describe, expect, it } from 'vitest';
import { metaKeys } from '../mcp-protocol';
import { classify } from './classify';
import { type Message, readEnvelope } from './read-envelope';

const envelope = (version: string, more: Record<string, unknown> = {}) => ({
  _meta: { [metaKeys.protocolVersion]: version, [metaKeys.clientCapabilities]: {}, ...more },
});

function message(method: string, params?: unknown, id: unknown = 1): Message {
  const read = readEnvelope(
    Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...(id === null ? {} : { id }), method, params })),
  );
  if (read.kind !== 'message') throw new Error(JSON.stringify(read));
  return read.message;
}

const modern = (method: string, more: Record<string, string> = {}) => ({
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': method,
  ...more,
});

describe('classification of what clients send', () => {
  it('serves a complete 2026-07-28 request', () => {
    const call = message('tools/call', { name: 'a__b', ...envelope('2026-07-28') });
    expect(classify(call, modern('tools/call', { 'mcp-name': 'a__b' }))).toEqual({
      kind: 'serve',
      era: 'modern',
      version: '2026-07-28',
    });
    expect(classify(call, modern('tools/call', { 'mcp-name': '=?base64?YV9fYg==?=' }))).toMatchObject({
      kind: 'serve',
    });
  });

  it('serves 2025-era requests with and without a version header, whatever Mcp-Method says', () => {
    const list = message('tools/list');
    expect(classify(list, {})).toEqual({ kind: 'serve', era: 'legacy', version: '2025-03-26' });
    expect(classify(list, { 'mcp-method': 'tools/list' })).toMatchObject({ era: 'legacy' });
    for (const version of ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25']) {
      expect(classify(list, { 'mcp-protocol-version': version })).toEqual({ kind: 'serve', era: 'legacy', version });
    }
    expect(classify(message('initialize', { protocolVersion: '2025-06-18' }), {})).toMatchObject({ era: 'legacy' });
  });

  const call = { name: 'a__b', ...envelope('2026-07-28') };
  const refusals: [string, Message, Record<string, string>, number][] = [
    [
      'no client capabilities',
      message('tools/list', { _meta: { [metaKeys.protocolVersion]: '2026-07-28' } }),
      modern('tools/list'),
      -32602,
    ],
    ['a modern header without an envelope', message('tools/list'), modern('tools/list'), -32602],
    ['no version header', message('tools/list', envelope('2026-07-28')), { 'mcp-method': 'tools/list' }, -32020],
    [
      'header and body that disagree',
      message('tools/list', envelope('2026-07-28')),
      { ...modern('tools/list'), 'mcp-protocol-version': '2025-11-25' },
      -32020,
    ],
    ['no Mcp-Method', message('tools/list', envelope('2026-07-28')), { 'mcp-protocol-version': '2026-07-28' }, -32020],
    ['Mcp-Method in the wrong case', message('tools/list', envelope('2026-07-28')), modern('Tools/List'), -32020],
    ['no Mcp-Name', message('tools/call', call), modern('tools/call'), -32020],
    ['a wrong Mcp-Name', message('tools/call', call), modern('tools/call', { 'mcp-name': 'a__c' }), -32020],
    [
      'a broken base64 Mcp-Name',
      message('tools/call', call),
      modern('tools/call', { 'mcp-name': '=?base64?YV9?=' }),
      -32020,
    ],
    ['initialize with a modern header', message('initialize', {}), modern('initialize'), -32020],
    [
      'an unknown version',
      message('tools/list', envelope('2099-01-01')),
      { ...modern('tools/list'), 'mcp-protocol-version': '2099-01-01' },
      -32022,
    ],
    [
      'an envelope that names a 2025 revision',
      message('tools/list', envelope('2025-11-25')),
      { ...modern('tools/list'), 'mcp-protocol-version': '2025-11-25' },
      -32022,
    ],
    ['a version that is no date', message('tools/list'), { 'mcp-protocol-version': '1.0' }, -32000],
  ];
  it.each(refusals)('refuses %s', (_, sent, headers, code) => {
    expect(classify(sent, headers)).toMatchObject({ kind: 'refuse', status: 400, code });
  });

  it('tells a probing client which revisions there are', () => {
    const refusal = classify(
      message('server/discover', envelope('2099-01-01')),
      modern('server/discover', { 'mcp-protocol-version': '2099-01-01' }),
    );
    expect(refusal).toMatchObject({ data: { supported: ['2026-07-28'], requested: '2099-01-01' } });
  });

  it('takes initialize for a 2025-era handshake unless its envelope is complete, and an answer for 2025-era always', () => {
    const half = message('initialize', { _meta: { [metaKeys.protocolVersion]: '2026-07-28' } });
    expect(classify(half, {})).toMatchObject({ kind: 'serve', era: 'legacy' });
    const whole = message('initialize', envelope('2026-07-28'));
    expect(classify(whole, modern('initialize'))).toMatchObject({ kind: 'serve', era: 'modern' });
    const answer = readEnvelope(Buffer.from('{"jsonrpc":"2.0","id":1,"result":{}}'));
    if (answer.kind !== 'message') throw new Error('no message');
    expect(classify(answer.message, { 'mcp-protocol-version': '2026-07-28' })).toMatchObject({
      kind: 'serve',
      era: 'legacy',
    });
  });

  it('asks no standard headers of a notification', () => {
    expect(classify(message('notifications/cancelled', envelope('2026-07-28'), null), {})).toMatchObject({
      kind: 'serve',
      era: 'modern',
    });
  });
});
