import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matching } from './shapes';
import { test as base, expect } from './test';

export interface Run {
  code: number | null;
  out: string;
  err: string;
}

interface CliParts {
  /** The command as an account with an empty home runs it: nothing in the environment but where and who. */
  aerostack(args: string[], env?: Record<string, string>): Promise<Run>;
}

export const test = base.extend<CliParts>({
  aerostack: async ({ product, rest }, use) => {
    const home = await mkdtemp(join(tmpdir(), 'aerostack-cli-'));
    const account = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
    await use((args, env) => runCommand('cli', args, { HOME: home, PATH: process.env.PATH ?? '', ...account, ...env }));
    expect(await readdir(home), 'what the command left in the home of its user').toEqual([]);
    await rm(home, { recursive: true });
  },
});

/** Runs a bundled command to its end; both streams are pipes. */
export async function runCommand(name: 'cli' | 'admin', args: string[], env: Record<string, string>): Promise<Run> {
  const child = spawn(process.execPath, [`dist/${name}.js`, ...args], {
    env: { NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: string[] = [];
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    return () => chunks.join('');
  });
  const [code] = await once(child, 'close');
  return { code, out: out?.() ?? '', err: err?.() ?? '' };
}

/** One line that says what to do: no stack, no second line, nothing on stdout. */
export function expectRefusal({ code, out, err }: Run, wanted: number, words: RegExp) {
  expect({ code, out, err }).toEqual({ code: wanted, out: '', err: matching(/^Error: [^\n]+\n$/) });
  expect(err).toMatch(words);
}

export { expect };
