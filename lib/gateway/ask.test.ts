import { describe, expect, it } from 'vitest';
import { askEntry, readInputRequests } from './ask';

const read = (inputRequests: string) => {
  const text = `{"result":{"inputRequests":${inputRequests}}}`;
  const at = text.indexOf('{"inputRequests"');
  return readInputRequests(text, at, JSON.parse(text).result, 'Demo');
};

describe('what a server asks', () => {
  it('says who wants to know, and keeps every other byte', () => {
    const { params } = askEntry('q', 'elicitation/create', '{"message":"Sure?","max":12345678901234567890}', 'Demo');
    expect(params).toBe('{"message":"[Demo] Sure?","max":12345678901234567890}');
    expect(askEntry('q', 'sampling/createMessage', '{"message":"x"}', 'Demo').params).toBe('{"message":"x"}');
    expect(askEntry('q', 'roots/list', '[1]', 'Demo')).toMatchObject({ params: '{}', parsed: {} });
  });

  it('in one result comes with its keys, in order', () => {
    const entries = read('{"b":{"method":"roots/list"},"a":{"method":"elicitation/create","params":{"message":"m"}}}');
    expect(entries?.map(({ key, method, params }) => [key, method, params])).toEqual([
      ['b', 'roots/list', '{}'],
      ['a', 'elicitation/create', '{"message":"[Demo] m"}'],
    ]);
  });

  it.each(['[]', '7', 'null', '{"a":7}', '{"a":{"params":{}}}', '{"a":{"method":"roots/list"},"b":{"method":1}}'])(
    'is no question when it reads %s',
    (inputRequests) => {
      expect(read(inputRequests)).toBeNull();
    },
  );

  it('may be nothing at all: then only its state goes back', () => {
    expect(readInputRequests('{"resultType":"input_required"}', 0, {}, 'Demo')).toEqual([]);
  });
});
