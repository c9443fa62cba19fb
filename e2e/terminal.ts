import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from './cli';

export interface Running {
  child: ChildProcess;
  /** What was written so far, on stdout and on stderr. */
  out(): string;
  err(): string;
  /** Resolves with the first match in either; rejects when the program ends, or takes half a minute, without one. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  type(text: string): void;
  ended: Promise<Run>;
}

interface PtyOptions {
  env?: Record<string, string>;
  columns?: number;
  /** Another command line than the program's, as a shell reads it. */
  command?: string;
}

/** An account of a machine: a home that is empty at first, and nothing in the environment but the path. */
export interface Terminal {
  home: string;
  /** Runs the bundled command with pipes. `input` is all that comes on stdin. `cwd` is where it is run, such as a project. */
  run(args: string[], options?: { env?: Record<string, string>; input?: string; cwd?: string }): Promise<Run>;
  begin(args: string[], env?: Record<string, string>, cwd?: string): Running;
  /** The same in a pseudo-terminal of so many columns: both streams come on `out`. */
  beginInPty(args: string[], options?: PtyOptions): Running;
  remove(): Promise<void>;
}

const cli = join(process.cwd(), 'dist/cli.js');

export async function openTerminal(): Promise<Terminal> {
  const home = await mkdtemp(join(tmpdir(), 'aerostack-terminal-'));
  const start = (file: string, args: string[], env: Record<string, string>, cwd?: string) =>
    watch(
      spawn(file, args, {
        cwd,
        env: { HOME: home, NODE_ENV: 'production', PATH: process.env.PATH ?? '', ...env },
        timeout: 60_000,
      }),
    );
  const begin: Terminal['begin'] = (args, env = {}, cwd = undefined) =>
    start(process.execPath, [cli, ...args], env, cwd);
  return {
    home,
    begin,
    async run(args, { env = {}, input, cwd } = {}) {
      const running = begin(args, env, cwd);
      running.child.stdin?.end(input ?? '');
      return running.ended;
    },
    beginInPty(args, { env = {}, columns = 80, command } = {}) {
      const own = [process.execPath, cli, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      const line = `stty cols ${columns} rows 24; exec ${command ?? own}`;
      return start('script', ['-qec', line, '/dev/null'], { TERM: 'xterm', ...env });
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

function watch(child: ChildProcess): Running {
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: string[] = [];
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      chunks.push(chunk);
      child.emit('said');
    });
    return () => chunks.join('');
  }) as [() => string, () => string];
  // One that ends before its input has gone is no failure of the test.
  child.stdin?.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]): Run => {
    child.emit('said');
    return { code, out: out(), err: err() };
  });
  return {
    child,
    out,
    err,
    ended,
    type: (text) => void child.stdin?.write(text),
    async until(pattern) {
      const signal = AbortSignal.timeout(30_000);
      for (;;) {
        const found = pattern.exec(`${out()}\n${err()}`);
        if (found !== null) return found;
        if (child.exitCode !== null) throw new Error(`It ended without ${pattern}: ${out()}${err()}`);
        await once(child, 'said', { signal });
      }
    },
  };
}
