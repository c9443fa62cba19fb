import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements, member, members, rebuildObject, slice } from './json-spans';

const texts = fc.jsonValue().chain((value) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, 2)));

describe('json spans', () => {
  it('finds exactly the members that JSON.parse sees, whatever the values hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        const expected = JSON.parse(text) as Record<string, unknown>;
        const found = members(text);
        expect(found.map((one) => one.key).sort()).toEqual(Object.keys(expected).sort());
        for (const one of found) expect(JSON.parse(slice(text, one))).toEqual(expected[one.key]);
      }),
    );
  });

  it('finds exactly the elements that JSON.parse sees', () => {
    fc.assert(
      fc.property(fc.array(texts), (items) => {
        const text = ` [ ${items.join(' ,\n')} ] `;
        const found = elements(text);
        expect(found.map((one) => JSON.parse(slice(text, one)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps numbers, escapes and order byte for byte', () => {
    const text = '{"a":12345678901234567890,"\\u0062":"x\\"\\\\","c":[1e400,{"d":"}"}]}';
    expect(members(text).map((one) => [one.key, slice(text, one)])).toEqual([
      ['a', '12345678901234567890'],
      ['b', '"x\\"\\\\"'],
      ['c', '[1e400,{"d":"}"}]'],
    ]);
  });

  it('reports duplicate keys instead of hiding all but one', () => {
    const found = members('{"id":1,"id":2}');
    expect(found.map((one) => one.key)).toEqual(['id', 'id']);
    expect(member(found, 'id')?.start).toBe(13);
  });

  it('takes members out and puts others in front', () => {
    expect(rebuildObject('{"a":1,"b":2}', 0, (key) => key !== 'a', ['"z":0'])).toBe('{"z":0,"b":2}');
    expect(rebuildObject('{ }', 0, () => true)).toBe('{}');
  });

  it('says nothing of what is no object', () => {
    expect(members('[1]')).toEqual([]);
    expect(elements('{"a":1}')).toEqual([]);
  });
});
