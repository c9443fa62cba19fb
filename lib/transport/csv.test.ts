import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from './csv';

/** RFC 4180, read by hand: the fields of one record, and whether each stood in quotes. */
function readRecord(text: string): { value: string; isQuoted: boolean }[] {
  const fields: { value: string; isQuoted: boolean }[] = [];
  let at = 0;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
    const value = quoted === null ? (/^[^",\r\n]*/.exec(text.slice(at))?.[0] ?? '') : (quoted[1] ?? '');
    at += quoted === null ? value.length : quoted[0].length;
    fields.push({ value: value.replaceAll('""', '"'), isQuoted: quoted !== null });
    if (text[at] !== ',') break;
    at += 1;
  }
  expect(text.slice(at)).toBe('\r\n');
  return fields;
}

const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '\0', "'", '"', ',', ';', ' ', '＝', '1') }),
);

it('every text comes back as it was stored, whatever is in it', () => {
  fc.assert(
    fc.property(fc.array(awkward, { minLength: 1 }), (texts) => {
      const back = readRecord(csvLine(texts)).map(({ value }) => value.replace(/^'/, ''));
      expect(back).toEqual(texts);
    }),
  );
});

it('no text begins as a formula does, and each stands in quotes', () => {
  fc.assert(
    fc.property(awkward, (text) => {
      const [field] = readRecord(csvLine([text]));
      expect(field?.isQuoted).toBe(true);
      expect(field?.value).not.toMatch(/^[\0\s]*[=+\-@＝＋－＠]/);
      expect(field?.value).not.toMatch(/^[\t\r\n\0]/);
    }),
  );
});

it('numbers of ours stay numbers, and what is missing is not an empty text', () => {
  expect(csvLine([-12, 0.5, true, null, '', '-12', new Date(0), { a: '"' }])).toBe(
    `-12,0.5,true,,"","'-12","1970-01-01T00:00:00.000Z","{""a"":""\\""""}"\r\n`,
  );
});
