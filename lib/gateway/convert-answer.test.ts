import { describe, expect, it } from 'vitest';
import { metaKeys } from '../mcp-protocol';
import { type AnswerContext, convertAnswer } from './convert-answer';

const plain = { id: 5, method: 'tools/call', wrapsOutput: false } as const;
const legacyToLegacy = { ...plain, from: 'legacy', to: 'legacy' } as const;
const legacyToModern = { ...plain, from: 'legacy', to: 'modern' } as const;
const modernToLegacy = { ...plain, from: 'modern', to: 'legacy' } as const;
const modernToModern = { ...plain, from: 'modern', to: 'modern' } as const;

function lastWord(text: string, context: AnswerContext) {
  const converted = convertAnswer(text, context);
  return converted?.kind === 'answer' ? converted : undefined;
}
const bodyOf = (text: string, context: AnswerContext) => lastWord(text, context)?.body ?? '';

describe("a server's answer in the client's era", () => {
  it('keeps every byte of a result that needs no translation', () => {
    const result = '{"content":[{"type":"future","n":1e400,"big":12345678901234567890}],  "x":"\\u00e9"}';
    expect(convertAnswer(`{"result":${result},"id":5,"jsonrpc":"2.0"}`, legacyToLegacy)).toMatchObject({
      body: `"result":${result}`,
      outcome: 'ok',
    });
    expect(bodyOf(`{"jsonrpc":"2.0","id":5,"result":{"resultType":"complete"}}`, modernToModern)).toBe(
      '"result":{"resultType":"complete"}',
    );
  });

  it('tells a question from an answer, and says what the server lacks in its own code', () => {
    const question = { resultType: 'input_required', inputRequests: { a: { method: 'elicitation/create' } } };
    const asked = convertAnswer(JSON.stringify({ jsonrpc: '2.0', id: 5, result: question }), modernToModern);
    expect(asked).toMatchObject({ kind: 'input_required', result: question });
    const error = { code: -32021, message: 'm', data: { requiredCapabilities: { elicitation: {} } } };
    const refusal = lastWord(JSON.stringify({ jsonrpc: '2.0', id: 5, error }), modernToModern);
    expect(refusal).toMatchObject({
      body: `"error":${JSON.stringify(error)}`,
      code: -32021,
      outcome: 'protocol_error',
    });
  });

  it('takes the addresses that a 2025-11-25 server wants opened for a question, whoever is to be asked', () => {
    const elicitations = [{ mode: 'url', url: 'https://a.example/', elicitationId: 'e', message: 'Sign in' }];
    const text = JSON.stringify({
      jsonrpc: '2.0',
      id: 5,
      error: { code: -32042, message: 'm', data: { elicitations } },
    });
    expect(convertAnswer(text, legacyToModern)).toEqual({ kind: 'url_required', elicitations });
    expect(convertAnswer(text, legacyToLegacy)).toMatchObject({ kind: 'url_required' });
  });

  it('adds resultType for a 2026-07-28 client and nothing else', () => {
    expect(bodyOf('{"jsonrpc":"2.0","id":5,"result":{"content":[]}}', legacyToModern)).toBe(
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
    const body = bodyOf(JSON.stringify({ jsonrpc: '2.0', id: 5, result }), modernToLegacy);
    expect(JSON.parse(`{${body}}`)).toEqual({ result: { content: [], _meta: { 'x/y': 1 } } });
  });

  it('wraps structured content that is no object for 2025-era clients', () => {
    const text = '{"jsonrpc":"2.0","id":5,"result":{"content":[],"structuredContent":[1,2]}}';
    const body = bodyOf(text, { ...legacyToLegacy, wrapsOutput: true });
    expect(JSON.parse(`{${body}}`)).toEqual({ result: { content: [], structuredContent: { result: [1, 2] } } });
    expect(bodyOf(text, { ...legacyToModern, wrapsOutput: true })).toContain('"structuredContent":[1,2]');
  });

  it("never counts a tool's error as a success", () => {
    expect(lastWord('{"jsonrpc":"2.0","id":5,"result":{"content":[],"isError":true}}', legacyToLegacy)?.outcome).toBe(
      'tool_error',
    );
    expect(
      convertAnswer('{"jsonrpc":"2.0","id":5,"error":{"code":-32602,"message":"no"}}', legacyToLegacy),
    ).toMatchObject({
      body: '"error":{"code":-32602,"message":"no"}',
      outcome: 'protocol_error',
    });
  });

  it.each([-32020, -32022, -32050, -32099])(
    'keeps the reserved code %i, which speaks of one hop, from the client',
    (code) => {
      const text = `{"jsonrpc":"2.0","id":5,"error":{"code":${code},"message":"m","data":[1]}}`;
      for (const context of [modernToModern, legacyToLegacy]) {
        expect(bodyOf(text, context)).toBe('"error":{"code":-32603,"message":"m","data":[1]}');
      }
    },
  );

  it('replaces the error code that 2026-07-28 has dropped', () => {
    const text = '{"jsonrpc":"2.0","id":5,"error":{"code":-32002,"message":"no","data":{"uri":"a"}}}';
    expect(bodyOf(text, legacyToModern)).toBe('"error":{"code":-32602,"message":"no","data":{"uri":"a"}}');
    expect(bodyOf(text, legacyToLegacy)).toContain('-32002');
  });

  it('lets a read resource be kept for its own token only', () => {
    const read = { method: 'resources/read' } as const;
    const text =
      '{"jsonrpc":"2.0","id":5,"result":{"contents":[],"ttlMs":5,"cacheScope":"public","resultType":"complete"}}';
    expect(JSON.parse(`{${bodyOf(text, { ...modernToModern, ...read })}}`).result).toMatchObject({
      ttlMs: 5,
      cacheScope: 'private',
    });
    const plainText = '{"jsonrpc":"2.0","id":5,"result":{"contents":[]}}';
    expect(JSON.parse(`{${bodyOf(plainText, { ...legacyToModern, ...read })}}`).result).toEqual({
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
      contents: [],
    });
    const missing = '{"jsonrpc":"2.0","id":5,"error":{"code":-32602,"message":"no"}}';
    expect(bodyOf(missing, { ...modernToLegacy, ...read })).toContain('-32002');
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
    expect(bodyOf(batch, legacyToLegacy)).toBe('"result":{"b":2}');
  });
});
