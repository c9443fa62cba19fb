import { CliError } from './cli-error';
import type { Tools } from './tools';

/**
 * Returns once somebody has agreed.
 * @param isAgreed whether `--yes` was given: then nobody is asked.
 * @throws CliError when nobody can be asked, or the answer is no.
 */
export async function confirm(tools: Tools, question: string, isAgreed = false): Promise<void> {
  if (isAgreed) return;
  if (!tools.isInteractive)
    throw new CliError('usage', `${question} Nobody can be asked here: add --yes if you mean it.`);
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({ message: question, initialValue: false, output: process.stderr });
  if (prompts.isCancel(answer)) throw new CliError('interrupted', 'Interrupted. Nothing was changed.');
  if (!answer) throw new CliError('failure', 'Nothing was changed.');
}
