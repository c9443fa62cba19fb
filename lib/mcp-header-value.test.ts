import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHeaderValue, encodeHeaderValue } from './mcp-header-value';

/** Code points of every plane, lone surrogates excepted: no header could carry those. */
const codePoint = fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }));
const anyText = fc.array(codePoint, { minLength: 1, maxLength: 24 }).map((points) => String.fromCodePoint(...points));

describe("MCP's own headers", () => {
  it('carries any text through a header unchanged, in printable ASCII', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const header = encodeHeaderValue(text);
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        expect(decodeHeaderValue(header)).toBe(text);
      }),
    );
    expect(encodeHeaderValue('=?base64?x?=')).toBe('=?base64?PT9iYXNlNjQ/eD89?=');
  });

  it('refuses base64 that two readers could read differently', () => {
    for (const bad of ['=?base64?YQ?=', '=?base64?Y Q==?=', '=?base64?/w==?='])
      expect(decodeHeaderValue(bad)).toBeUndefined();
  });
});
