import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { node24, toolPath } from './tools';

/** A folder that a client takes for its user's home and its project: empty, and gone after the test. */
export interface ClientHome {
  folder: string;
  env: Record<string, string>;
  remove(): Promise<void>;
}

/** Nothing but loopback can be reached from it: every other way leads to a port that nobody listens on. */
export async function makeHome(): Promise<ClientHome> {
  const folder = await mkdtemp(join(tmpdir(), 'aerostack-client-'));
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    HOME: folder,
    PATH: [dirname(node24()), '/usr/bin', '/bin'].join(delimiter),
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    http_proxy: nowhere,
    https_proxy: nowhere,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    NO_COLOR: '1',
  };
  return { folder, env, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** How each client is started; the arguments that follow are the client's own. */
export const programs = {
  inspector: () => [
    node24(),
    toolPath('clients', '@modelcontextprotocol/inspector/clients/launcher/build/index.js'),
    '--cli',
  ],
  claude: () => [toolPath('clients', `@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`)],
  gemini: () => [node24(), toolPath('clients', '@google/gemini-cli/bundle/gemini.js')],
  codex: () => [node24(), toolPath('clients', '@openai/codex/bin/codex.js')],
  mcpRemote: () => [process.execPath, toolPath('clients', 'mcp-remote/dist/proxy.js')],
};
export type Program = keyof typeof programs;

export interface Ended {
  /** The exit code, or the signal's name. */
  code: number | string;
  /** stdout and stderr as they came. */
  said: string;
  stdout: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** What is written to its stdin: first for the empty line, then for each line of its stdout; `null` ends it. Without it stdin is empty. */
  converse?: (line: string) => string | null;
  deadlineMs?: number;
}

/** Runs a client to its end. What it started ends with it. @throws when it takes longer than its deadline. */
export async function runClient(home: ClientHome, program: Program, args: string[], options: RunOptions = {}) {
  const [command = '', ...first] = programs[program]();
  const child = spawn(command, [...first, ...args], {
    cwd: home.folder,
    env: { NODE_ENV: 'production', ...home.env, ...options.env },
    // A process group of its own, so that all of it can be ended.
    detached: true,
  });
  const killGroup = () => endGroup(child.pid);
  process.once('exit', killGroup);
  const heard = { said: '', stdout: '' };
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    heard.said += chunk;
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    heard.said += chunk;
    heard.stdout += chunk;
  });
  talk(child, options.converse ?? (() => null));
  const { deadlineMs = 40_000 } = options;
  const late = AbortSignal.timeout(deadlineMs);
  late.addEventListener('abort', killGroup);
  try {
    const code = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'unknown'));
    });
    if (late.aborted) throw new Error(`${program} ${args[0]} did not end within ${deadlineMs} ms:\n${heard.said}`);
    return { code, ...heard } satisfies Ended;
  } finally {
    killGroup();
    late.removeEventListener('abort', killGroup);
    process.off('exit', killGroup);
  }
}

function talk(child: ChildProcessWithoutNullStreams, converse: (line: string) => string | null) {
  child.stdin.on('error', () => {});
  const say = (next: string | null) => (next === null ? child.stdin.end() : child.stdin.write(next));
  createInterface({ input: child.stdout }).on('line', (line) => say(converse(line)));
  say(converse(''));
}

function endGroup(leader: number | undefined) {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
