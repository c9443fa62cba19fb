const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a byte stream without their ends, the last one also where nothing ends it. Blank ones are left out.
 * A line of more than `bytesMax` is not kept: `too_long` stands for it.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer | 'too_long'> {
  let parts: Buffer[] = [];
  let bytes = 0;
  const take = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= bytesMax) parts.push(piece);
    else parts = [];
  };
  const line = (): Buffer | 'too_long' | null => {
    const whole = bytes > bytesMax ? 'too_long' : trimEnd(Buffer.concat(parts, bytes));
    parts = [];
    bytes = 0;
    return whole === 'too_long' || whole.some((byte) => byte > 0x20) ? whole : null;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      take(chunk.subarray(from, at));
      from = at + 1;
      const whole = line();
      if (whole !== null) yield whole;
    }
    take(chunk.subarray(from));
  }
  const rest = line();
  if (rest !== null) yield rest;
}

const trimEnd = (line: Buffer) => (line.at(-1) === carriageReturn ? line.subarray(0, -1) : line);
