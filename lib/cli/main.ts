import { openOutput } from './output';
import { run } from './run';

const { env, stdin, stderr } = process;
const output = openOutput(env);

/** How long what was begun may take to end after Ctrl-C. */
const graceMs = 1_000;
const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
  setTimeout(() => process.exit(130), graceMs).unref();
});

const isInteractive = stdin.isTTY === true && stderr.isTTY === true && !env.CI;
const surroundings = { env, output, isInteractive, signal: interrupt.signal, now: () => new Date() };
// Not process.exit(): what is still on its way into a pipe would be lost.
process.exitCode = await run(process.argv.slice(2), surroundings);
