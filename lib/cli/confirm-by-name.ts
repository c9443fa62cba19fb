import { CliError } from './cli-error';
import type { Tools } from './tools';

/**
 * Returns once somebody has typed the name of what they are about to lose.
 * @param isAgreed whether `--yes` was given: then nobody is asked.
 * @throws CliError when nobody can be asked, or another name is typed.
 */
export async function confirmByName(tools: Tools, warning: string, name: string, isAgreed = false): Promise<void> {
  if (isAgreed) return;
  if (!tools.isInteractive)
    throw new CliError('usage', `${warning} Nobody can be asked here: add --yes if you mean it.`);
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({ message: `${warning} Type “${name}” to go on:`, output: process.stderr });
  if (isCancel(answer)) throw new CliError('interrupted', 'Interrupted. Nothing was changed.');
  if (answer !== name) throw new CliError('failure', `That is not “${name}”. Nothing was changed.`);
}
