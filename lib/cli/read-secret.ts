import { CliError } from './cli-error';
import type { Tools } from './tools';

const bytesMax = 4_096;

/** A secret from stdin to its end, or typed without being shown where stdin is a terminal. */
export async function readSecret({ isInteractive, signal }: Tools, what: string): Promise<string> {
  if (isInteractive) return askForSecret(what, signal);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) throw new CliError('usage', `What comes on stdin is too long to be: ${what}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function askForSecret(what: string, signal: AbortSignal): Promise<string> {
  const prompts = await import('@clack/prompts');
  const answer = await prompts.password({ message: what, output: process.stderr, signal });
  if (prompts.isCancel(answer)) throw new CliError('interrupted', 'Interrupted. Nothing was changed.');
  return answer;
}
