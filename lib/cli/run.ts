import { once } from 'node:events';
import { CliError } from './cli-error';
import type { Output } from './output';
import { holdsSecret } from './printable';
import { createProgram } from './program';
import { report } from './report';
import type { Tools } from './tools';

export type Surroundings = Pick<Tools, 'env' | 'now' | 'isInteractive' | 'signal'> & { output: Output };

/**
 * Runs one command line to its end, or to Ctrl-C.
 * @param args without the program's own name.
 * @returns the exit code: 0 ok, 1 failure, 2 usage, 3 not signed in, 4 not found, 5 rate-limited, 130 interrupted.
 */
export async function run(args: string[], surroundings: Surroundings): Promise<number> {
  const { output, signal } = surroundings;
  try {
    refuseSecrets(args);
    await Promise.race([createProgram(surroundings).parseAsync(args, { from: 'user' }), interrupted(signal)]);
    return 0;
  } catch (error) {
    return report(error, output);
  }
}

/** Rejects a moment after Ctrl-C, so that a command that listens itself can say what it left behind. */
async function interrupted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  await new Promise((resolve) => setTimeout(resolve, 200).unref());
  throw new CliError('interrupted', 'Interrupted.');
}

/** Command lines stay in shell histories and are visible to every user of the machine. */
function refuseSecrets(args: string[]): void {
  if (!args.some(holdsSecret)) return;
  throw new CliError(
    'usage',
    'A token or API key does not belong on a command line. Name a token by its ID (aerostack workspace token list <workspace>); give the API key to aerostack login --api-key - on stdin, or put it into AEROSTACK_API_KEY.',
  );
}
