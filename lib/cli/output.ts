import { CliError } from './cli-error';
import { printable } from './printable';
import { type Column, layOutTable } from './table';

/** All that people and scripts see. Results go to stdout, and only they; whatever is said about them goes to stderr. */
export interface Output {
  /** Whether a person looks at the results, rather than a file or another program. */
  readonly isTerminal: boolean;
  /** Whether nobody reads the results any more, as behind `| head`. */
  readonly isClosed: boolean;
  /** Resolves once the text is out, so that nothing is lost at the end of the process. A line break is added. */
  result(text: string): Promise<void>;
  /** The body of a REST answer as JSON, with the version of this format. */
  json(body: Record<string, unknown>): Promise<void>;
  table(columns: Column[], rows: string[][]): Promise<void>;
  say(text: string): void;
  succeed(text: string): void;
  fail(text: string): void;
  /** Silent unless `--debug` is given. */
  debug(text: string): void;
  showDebug(isShown: boolean): void;
}

/** The process's own stdout and stderr, coloured where they are a terminal that wants it. */
export function openOutput(env: Record<string, string | undefined>): Output {
  const { stdout, stderr } = process;
  // Each write's callback hears of its failure; without a listener the event would end the process first.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  let isClosed = false;
  stdout.once('error', () => {
    isClosed = true;
  });
  const hasColour = (stream: { isTTY?: boolean }) => stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const paintOn = (stream: { isTTY?: boolean }) => (code: number, text: string) =>
    hasColour(stream) ? `\u001b[${code}m${text}\u001b[0m` : text;
  const [onOut, onErr] = [paintOn(stdout), paintOn(stderr)];
  const isTerminal = stdout.isTTY === true;
  const width = isTerminal ? (stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
  let isDebug = false;

  const result = (text: string) => write(stdout, `${text}\n`);
  const say = (text: string) => void stderr.write(`${text}\n`);
  return {
    isTerminal,
    get isClosed() {
      return isClosed;
    },
    result,
    json: (body) => result(JSON.stringify({ version: 1, ...body }, null, 2)),
    table: (columns, rows) => result(layOutTable(columns, rows, width, onOut).join('\n')),
    say: (text) => say(printable(text)),
    succeed: (text) => say(`${onErr(32, '✓')} ${printable(text)}`),
    fail: (text) => say(`${onErr(31, 'Error:')} ${printable(text)}`),
    debug: (text) => {
      if (isDebug) for (const line of text.split('\n')) say(onErr(2, printable(line)));
    },
    showDebug: (isShown) => {
      isDebug = isShown;
    },
  };
}

/** A reader that has seen enough (`| head`) is no failure. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE') return resolve();
      const message = `The command did its work, but its result could not be written: ${error.message}.`;
      reject(new CliError('failure', message, { cause: error }));
    });
  });
}
