import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { StdioServerParameters } from '@modelcontextprotocol/client/stdio';
import type { CreatedToken } from './rest';
import { expect } from './test';
import type { RpcMessage } from './wire';

/** Where nothing is stored for anybody. */
const nobodysHome = '/nonexistent';

/** How a client is told to start the bridge: where and with what is in its environment, never in its arguments. */
export function bridgeTo({ url, raw }: Pick<CreatedToken, 'url' | 'raw'>): StdioServerParameters {
  const { origin, pathname } = new URL(url);
  const env = { HOME: nobodysHome, NODE_ENV: 'production', AEROSTACK_URL: origin, AEROSTACK_MCP_TOKEN: raw };
  const slug = pathname.replace('/ws/', '');
  return { command: process.execPath, args: ['dist/cli.js', 'bridge', slug], env, stderr: 'ignore' };
}

/** The bridge with nobody's library in front of it. */
export interface RawBridge {
  pid: number;
  /** Lines of stdout as they came. */
  lines: string[];
  errors(): string;
  write(message: object | string): void;
  /** The message that matches, once it is there. */
  hear(isMeant: (message: RpcMessage) => boolean): Promise<RpcMessage>;
  answerTo(id: unknown): Promise<RpcMessage>;
  /** Closes stdin. */
  end(): void;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or the signal's name. */
  exited: Promise<number | string>;
}

export function startBridge(token: Pick<CreatedToken, 'url' | 'raw'>, env: Record<string, string> = {}): RawBridge {
  const { command, args = [], env: own } = bridgeTo(token);
  const child = spawn(command, [...args, '--debug'], {
    env: { ...own, ...env } as NodeJS.ProcessEnv,
    stdio: 'pipe',
    timeout: 60_000,
  });
  const killWithUs = () => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.stdin.on('error', () => {});
  const lines: string[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const exited = once(child, 'close').then(([code, signal]) => {
    process.off('exit', killWithUs);
    return (code ?? signal) as number | string;
  });
  const hear: RawBridge['hear'] = async (isMeant) => {
    let found: RpcMessage | undefined;
    const look = () => {
      found = lines.map((line): RpcMessage => JSON.parse(line)).find(isMeant);
      return found !== undefined;
    };
    await expect.poll(look, { message: errors, timeout: 20_000, intervals: [20] }).toBe(true);
    return found as unknown as RpcMessage;
  };
  return {
    pid: child.pid ?? 0,
    lines,
    errors: () => errors,
    write: (message) => void child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`),
    hear,
    answerTo: (id) => hear((message) => message.id === id && message.method === undefined),
    end: () => void child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    exited,
  };
}

export const request = (id: unknown, method: string, params: object = {}) => ({ jsonrpc: '2.0', id, method, params });
export const note = (method: string, params: object = {}) => ({ jsonrpc: '2.0', method, params });
export const initialize = (capabilities: object = {}) =>
  request('init', 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities,
    clientInfo: { name: 'bridge-e2e', version: '1' },
  });
