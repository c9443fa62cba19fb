import { describe, expect, it } from 'vitest';
import { metaKeys } from '../mcp-protocol';
import { convertAnswer } from './convert-answer';

const plain = { id: 5, wrapsOutput: false } as const;
const legacyToLegacy = { ...plain, from: 'legacy', to: 'legacy' } as const;
const legacyToModern = { ...plain, from: 'legacy', to: 'modern' } as const;
const modernToLegacy = { ...plain, from: 'modern', to: 'legacy' } as const;
const modernToModern = { ...plain, from: 'modern', to: 'modern' } as const;

describe("a server's answer in the client's era", () => {
  it('keeps every byte of a result that needs no translation', () => {
    const result = '{"content":[{"type":"future","n":1e400,"big":12345678901234567890}],  "x":"\\u00e9"}';
    expect(convertAnswer(`{"result":${result},"id":5,"jsonrpc":"2.0"}`, legacyToLegacy)).toEqual({
      body: `"result":${result}`,
      outcome: 'ok',
    });
    expect(convertAnswer(`{"jsonrpc":"2.0","id":5,"result":{"resultType":"complete"}}`, modernToModern)?.body).toBe(
      '"result":{"resultType":"complete"}',
    );
  });

  it('marks an answer that asks the client for something, which nobody behind the gateway can give', () => {
    const refusal = { code: -32021, message: 'm', data: { requiredCapabilities: { elicitation: {} } } };
    const question = { resultType: 'input_required', inputRequests: { a: { method: 'elicitation/create' } } };
    for (const answer of [{ error: refusal }, { result: question }]) {
      const text = JSON.stringify({ jsonrpc: '2.0', id: 5, ...answer });
      for (const context of [modernToLegacy, modernToModern]) {
        expect(convertAnswer(text, context)).toMatchObject({ asksClient: true, outcome: 'protocol_error' });
      }
    }
    expect(
      convertAnswer('{"jsonrpc":"2.0","id":5,"result":{"content":[]}}', legacyToModern)?.asksClient,
    ).toBeUndefined();
  });

  it('adds resultType for a 2026-07-28 client and nothing else', () => {
    expect(convertAnswer('{"jsonrpc":"2.0","id":5,"result":{"content":[]}}', legacyToModern)?.body).toBe(
      '"result":{"resultType":"complete","content":[]}',
    );
  });

  it('takes 2026-07-28 fields away from a 2025-era client, and leaves other _meta', () => {
    const result = {
      resultType: 'complete',
      ttlMs: 1,
      cacheScope: 'public',
      content: [],
      _meta: { [metaKeys.serverInfo]: {}, 'x/y': 1 },
    };
    const body = convertAnswer(JSON.stringify({ jsonrpc: '2.0', id: 5, result }), modernToLegacy)?.body ?? '';
    expect(JSON.parse(`{${body}}`)).toEqual({ result: { content: [], _meta: { 'x/y': 1 } } });
  });

  it('wraps structured content that is no object for 2025-era clients', () => {
    const text = '{"jsonrpc":"2.0","id":5,"result":{"content":[],"structuredContent":[1,2]}}';
    const body = convertAnswer(text, { ...legacyToLegacy, wrapsOutput: true })?.body ?? '';
    expect(JSON.parse(`{${body}}`)).toEqual({ result: { content: [], structuredContent: { result: [1, 2] } } });
    expect(convertAnswer(text, { ...legacyToModern, wrapsOutput: true })?.body).toContain('"structuredContent":[1,2]');
  });

  it("never counts a tool's error as a success", () => {
    expect(
      convertAnswer('{"jsonrpc":"2.0","id":5,"result":{"content":[],"isError":true}}', legacyToLegacy)?.outcome,
    ).toBe('tool_error');
    expect(convertAnswer('{"jsonrpc":"2.0","id":5,"error":{"code":-32602,"message":"no"}}', legacyToLegacy)).toEqual({
      body: '"error":{"code":-32602,"message":"no"}',
      outcome: 'protocol_error',
    });
  });

  it('replaces the error code that 2026-07-28 has dropped', () => {
    const text = '{"jsonrpc":"2.0","id":5,"error":{"code":-32002,"message":"no","data":{"uri":"a"}}}';
    expect(convertAnswer(text, legacyToModern)?.body).toBe('"error":{"code":-32602,"message":"no","data":{"uri":"a"}}');
    expect(convertAnswer(text, legacyToLegacy)?.body).toContain('-32002');
  });

  it("never passes on the answer to somebody else's call", () => {
    for (const id of [6, '"5"', null])
      expect(convertAnswer(`{"jsonrpc":"2.0","id":${id},"result":{}}`, legacyToLegacy)).toBeNull();
    for (const text of ['', '<html>', '5', 'null', '{}', '{"id":5}', '{"id":5,"result":[]}']) {
      expect(convertAnswer(text, modernToLegacy)).toBeNull();
    }
  });

  it('finds the answer in a batch', () => {
    const batch = '[{"jsonrpc":"2.0","id":4,"result":{"a":1}},{"jsonrpc":"2.0","id":5,"result":{"b":2}}]';
    expect(convertAnswer(batch, legacyToLegacy)?.body).toBe('"result":{"b":2}');
  });
});
