import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ConfiguredServer } from '../connect/configured-servers';
import { maskText } from '../connect/mask-secrets';
import { CliError } from './cli-error';
import { deadlineMs, type Message, parseMessage, type RpcLine, sentence } from './rpc-line';
import type { Tools } from './tools';

/** A program that is started as a client's configuration says. */
export function openStdio({ command, args, env }: ConfiguredServer, outer: Tools['env']): RpcLine {
  const child = spawn(command ?? '', args, {
    env: { ...outer, ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  createInterface(child.stderr).on('line', (line) => {
    said = line.slice(0, 1_000);
  });
  const waiting = new Map<unknown, (message: Message) => void>();
  createInterface(child.stdout).on('line', (line) => {
    for (const message of parseMessage(line)) waiting.get(message.id)?.(message);
  });
  child.stdin.on('error', () => {});
  const ended = once(child, 'close').then(
    () => maskText(said),
    (error: NodeJS.ErrnoException) => `it cannot be started (${error.code ?? error.message})`,
  );
  return {
    async send(message) {
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
      if (message.id === undefined) return {};
      const answer = new Promise<Message>((resolve) => waiting.set(message.id, resolve));
      const tooLate = new Promise<never>((_, reject) => {
        const late = () => reject(new CliError('failure', `${command} did not answer within ${deadlineMs / 1_000} s.`));
        AbortSignal.timeout(deadlineMs).addEventListener('abort', late);
      });
      const gone = ended.then((reason) => {
        throw new CliError(
          'failure',
          sentence(`${command} ended: ${reason.replace(/^Error: /, '') || 'it said nothing'}`),
        );
      });
      return Promise.race([answer, tooLate, gone]);
    },
    close() {
      child.stdin.end();
      setTimeout(() => child.kill(), 2_000).unref();
      setTimeout(() => child.kill('SIGKILL'), 3_000);
    },
  };
}
