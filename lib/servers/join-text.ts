/** All pieces as one text. @param tooLarge what is thrown beyond `bytesMax` */
export async function joinText(
  pieces: AsyncIterable<Buffer>,
  bytesMax: number,
  tooLarge: () => Error,
): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > bytesMax) throw tooLarge();
    parts.push(piece);
  }
  return Buffer.concat(parts, bytes).toString();
}
