import { describe, expect, it } from 'vitest';
import { readEnvelope } from './read-envelope';

const read = (text: string) => readEnvelope(Buffer.from(text));

describe('reading a request body', () => {
  it('keeps the id as it was written', () => {
    for (const id of ['0', '"a"', '12345678901234567890', '"\\u0061"']) {
      expect(read(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`)).toMatchObject({ kind: 'message', message: { id } });
    }
    expect(read('{"jsonrpc":"2.0","method":"notifications/initialized"}')).toMatchObject({ message: { id: null } });
  });

  const refused: [string, string, number][] = [
    ['malformed JSON', '{"jsonrpc":', -32700],
    ['an id of null', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['a fractional id', '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
    ['an empty object', '{}', -32600],
    ['an empty batch', '[]', -32600],
    ['a batch of a size that nobody sends', `[${'0,'.repeat(1000)}0]`, -32600],
    ['a bare number', '7', -32600],
    ['another JSON-RPC version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['params by position', '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32600],
    ['a method in capitals', '{"jsonrpc":"2.0","id":1,"METHOD":"ping"}', -32600],
    [
      'a second method that a case-folding reader would take',
      '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}',
      -32600,
    ],
    ['duplicate keys', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', -32600],
    ['duplicate tool names', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}', -32600],
  ];
  it.each(refused)('refuses %s', (_, text, code) => {
    expect(read(text)).toMatchObject({ kind: 'invalid', code });
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(readEnvelope(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ kind: 'invalid', code: -32700 });
  });

  it('takes a batch apart and names each broken element by itself', () => {
    const batch = read('[{"jsonrpc":"2.0","id":1,"method":"ping"},3]');
    expect(batch).toMatchObject({ kind: 'batch', messages: [{ id: '1', method: 'ping' }, { kind: 'invalid' }] });
  });

  it('survives deep nesting and very many keys', () => {
    const deep = `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`;
    expect(read(deep)).toMatchObject({ kind: 'message' });
    const wide = `{"jsonrpc":"2.0","id":1,"method":"ping",${Array.from({ length: 9000 }, (_, i) => `"k${i}":0`).join(',')}}`;
    expect(read(wide)).toMatchObject({ kind: 'invalid', code: -32600 });
  });
});
