import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFaultPlace } from './json-fault';

describe('place of a JSON fault', () => {
  it.each([
    ['', 'line 1, column 1'],
    ['{', 'line 1, column 2'],
    ['{"a":}', 'line 1, column 6'],
    ['{"a":1,}', 'line 1, column 8'],
    ["{'a':1}", 'line 1, column 2'],
    ['[1 2]', 'line 1, column 4'],
    ['[1]]', 'line 1, column 4'],
    ['{"a":1}x', 'line 1, column 8'],
    ['{\n  "name": "x",\n  "n": 01\n}', 'line 3, column 9'],
    ['{"a":"tab\there"}', 'line 1, column 6'],
    [`${'['.repeat(100_000)}`, 'line 1, column 100001'],
  ])('%.30j stops being JSON at %s', (text, place) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonFaultPlace(text)).toBe(place);
  });

  it('a character put into valid JSON is found at or before its place, never behind it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (json, seed) => {
        const index = seed % (json.length + 1);
        const broken = `${json.slice(0, index)}\u0001${json.slice(index)}`;
        const column = Number(/column (\d+)$/.exec(jsonFaultPlace(broken))?.[1]);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual(index + 1);
      }),
    );
  });
});
