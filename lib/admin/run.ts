import type { Output } from '../cli/output';
import { report } from '../cli/report';
import { createProgram } from './program';

export interface Surroundings {
  env: Record<string, string | undefined>;
  output: Output;
  /** Where the command was called: what a path on its command line is relative to. */
  cwd: string;
}

/**
 * Runs one command line to its end.
 * @param args without the program's own name.
 * @returns the exit code: 0 ok, 1 failure or difference, 2 usage.
 */
export async function run(args: string[], surroundings: Surroundings): Promise<number> {
  try {
    await createProgram(surroundings).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, surroundings.output);
  }
}
