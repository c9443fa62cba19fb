import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';

export type Door = 'server' | 'next';

/** At least 16 characters, as the environment reader wants; no secret, it dies with its temporary installation. */
export const setupCode = 'e2e-setup-code-0123456789';

export interface Product {
  origin: string;
  dataDir: string;
  pid: number;
  /** All it wrote to stdout and stderr so far. */
  output(): string;
  /** What of it went to stderr. */
  errors(): string;
  /** Resolves with the exit code, or with the signal's name. */
  exited: Promise<number | string>;
  /** To the process itself, as a supervisor does. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  /** SIGTERM, and SIGKILL after ten seconds. */
  stop(): Promise<void>;
}

export interface StartOptions {
  door?: Door;
  /** Extra environment; `undefined` takes a name away. */
  env?: Record<string, string | undefined>;
  /** An existing installation; without it a new one in a temporary folder. */
  dataDir?: string;
  port?: number;
  /** What Node runs instead of the door's own command. */
  args?: string[];
}

const commands = {
  server: () => ['scripts/start.mjs'],
  next: (port: number) => ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
};

/** Starts the built product as a process of its own, without waiting for anything. */
export async function spawnProduct({ door = 'server', env = {}, ...given }: StartOptions = {}): Promise<Product> {
  const port = given.port ?? (await freePort());
  const dataDir = given.dataDir ?? (await mkdtemp(join(tmpdir(), 'aerostack-e2e-')));
  const child = spawn(process.execPath, given.args ?? commands[door](port), {
    env: {
      PATH: process.env.PATH,
      HOME: dataDir,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      LOG_LEVEL: 'debug',
      PORT: String(port),
      AEROSTACK_DATA_DIR: dataDir,
      AEROSTACK_SETUP_CODE: setupCode,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that fails before it stops its product, or a worker that ends early, leaves nothing behind.
  const killWithUs = () => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const { output, errors } = collect(child);
  const exited = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const pid = child.pid ?? 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    dataDir,
    pid,
    output,
    errors,
    exited,
    signal: (name) => void child.kill(name),
    stop: () => stop(child, exited),
  };
}

/** Starts the product and waits until it says that it can serve. */
export async function startProduct(options: StartOptions = {}): Promise<Product> {
  const product = await spawnProduct(options);
  const deadline = Date.now() + 30_000;
  const gone = product.exited.then((code) => {
    throw new Error(`the product ended with ${code} before it was ready:\n${product.output()}`);
  });
  const ready = (async () => {
    for (;;) {
      const answer = await fetch(`${product.origin}/readyz`).catch(() => undefined);
      if (answer?.status === 200) return;
      if (Date.now() > deadline) throw new Error(`not ready within 30 s:\n${product.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  try {
    await Promise.race([ready, gone]);
  } catch (error) {
    await product.stop();
    throw error;
  }
  gone.catch(() => {});
  return product;
}

/** Removes an installation for good. */
export const removeInstallation = (product: Product) => rm(product.dataDir, { recursive: true, force: true });

function collect(child: ChildProcess): { output(): string; errors(): string } {
  const all: string[] = [];
  const errors: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => all.push(chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    all.push(chunk);
    errors.push(chunk);
  });
  return { output: () => all.join(''), errors: () => errors.join('') };
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}
