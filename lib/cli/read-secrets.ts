import { CliError } from './cli-error';
import { readStdin } from './read-stdin';
import type { Tools } from './tools';

/**
 * Secrets, one for each name: asked for without showing them where somebody can be asked, else a line of stdin each, in that order.
 * @throws CliError `usage` when there are more or fewer lines than names. It repeats none of them.
 */
export async function readSecrets({ isInteractive }: Pick<Tools, 'isInteractive'>, names: string[]): Promise<string[]> {
  if (names.length === 0) return [];
  if (isInteractive) return askSecrets(names);
  const lines = (await readStdin()).replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines.length === names.length && lines.every((line) => line !== '')) return lines;
  const wanted = names.length === 1 ? 'one line' : `${names.length} lines`;
  throw new CliError('usage', `Give ${names.join(', ')} on stdin: ${wanted}, and nothing else.`);
}

async function askSecrets(names: string[]): Promise<string[]> {
  const { isCancel, password } = await import('@clack/prompts');
  const answers: string[] = [];
  for (const name of names) {
    const answer = await password({ message: `Paste ${name}:`, output: process.stderr });
    if (isCancel(answer)) throw new CliError('interrupted', 'Interrupted. Nothing was changed.');
    answers.push(answer);
  }
  return answers;
}
