import { CommanderError } from 'commander';
import { CliError, exitCodes } from './cli-error';
import type { Output } from './output';
import { holdsSecret } from './printable';
import { createProgram } from './program';

export interface Surroundings {
  env: Record<string, string | undefined>;
  output: Output;
  now(): Date;
}

/**
 * Runs one command line to its end.
 * @param args without the program's own name.
 * @returns the exit code: 0 ok, 1 failure, 2 usage, 3 not signed in, 4 not found, 5 rate-limited.
 */
export async function run(args: string[], surroundings: Surroundings): Promise<number> {
  try {
    refuseSecrets(args);
    await createProgram(surroundings).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, surroundings.output);
  }
}

/** Command lines stay in shell histories and are visible to every user of the machine. */
function refuseSecrets(args: string[]): void {
  if (!args.some(holdsSecret)) return;
  throw new CliError(
    'usage',
    'A token or API key does not belong on a command line. Name a token by its ID (aerostack workspace token list <workspace>); put the API key into AEROSTACK_API_KEY.',
  );
}

/** Says on stderr how a command ended that did not succeed, in one line. @returns its exit code. */
export function report(error: unknown, output: Output): number {
  if (error instanceof CommanderError) return reportUsage(error, output);
  for (let cause = error; cause instanceof Error; cause = cause.cause) output.debug(cause.stack ?? cause.message);
  if (error instanceof CliError) {
    output.fail(error.message);
    return exitCodes[error.kind];
  }
  output.fail('Something is wrong in this program itself. Run the command again with --debug and report what it says.');
  return exitCodes.failure;
}

/** Help and version come as errors too. Help that nobody asked for stands for a missing command. */
function reportUsage({ code, exitCode, message }: CommanderError, output: Output): number {
  if (exitCode === 0) return 0;
  if (code !== 'commander.help') {
    const sentence = message.replace(/^error: /, '').replaceAll('\n', ' ');
    output.fail(`${sentence}${/[.?)]$/.test(sentence) ? '' : '.'} Add --help for usage and examples.`);
  }
  return exitCodes.usage;
}
