import { CliError } from './cli-error';

const bytesMax = 64 * 1024;

/** What comes on stdin, to its end. @throws CliError `usage` for more than 64 KiB: that is no secret, but a file. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) throw new CliError('usage', 'What comes on stdin is longer than 64 KiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString('utf8');
}
