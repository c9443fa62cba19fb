import type { Tools } from './tools';

/** How long an answer may take before somebody at a terminal is told that it is waited for. */
const patienceMs = 1_000;

/** Work that is done elsewhere, and the word at a terminal that it takes longer than a second. */
export async function withProgress<Result>(
  { isInteractive, output }: Pick<Tools, 'isInteractive' | 'output'>,
  text: string,
  work: Promise<Result>,
): Promise<Result> {
  const timer = isInteractive ? setTimeout(() => output.say(text), patienceMs) : undefined;
  return work.finally(() => clearTimeout(timer));
}
