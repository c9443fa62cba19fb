import { expect, test } from 'vitest';
import { readLines } from './read-lines';

async function linesOf(pieces: string[], bytesMax = 100): Promise<string[]> {
  const found: string[] = [];
  const chunks = async function* () {
    for (const piece of pieces) yield Buffer.from(piece, 'latin1');
  };
  for await (const line of readLines(chunks(), bytesMax)) found.push(line.toString());
  return found;
}

test.each([
  ['one line in one piece', ['{"a":1}\n']],
  ['a line that nothing ends', ['{"a":1}']],
  ['a line in pieces, with the end of a Windows program', ['{"a"', ':1}\r', '\n']],
  ['blank lines around', ['\n \r\n', '{"a":1}\n\n']],
])('%s is that line', async (_what, pieces) => {
  expect(await linesOf(pieces)).toEqual(['{"a":1}']);
});

test('a line over the bound is not kept, and the ones around it are', async () => {
  const long = Array.from({ length: 50 }, () => 'x'.repeat(50));
  expect(await linesOf(['1\n', ...long, '\n2\n', 'y'.repeat(101)])).toEqual(['1', 'too_long', '2', 'too_long']);
});
