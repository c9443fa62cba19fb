import { CommanderError } from 'commander';
import { CliError, exitCodes } from './cli-error';
import type { Output } from './output';

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
    // A value behind an option that takes none may be a secret in the wrong place.
    const sentence = message
      .replace(/^error: /, '')
      .replaceAll('\n', ' ')
      .replace(/(--[\w-]+)=[^'\s]*/g, '$1=…');
    output.fail(`${sentence}${/[.?)]$/.test(sentence) ? '' : '.'} Add --help for usage and examples.`);
  }
  return exitCodes.usage;
}
