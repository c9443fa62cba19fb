// Runs another program.
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. What it prints is kept and comes with the error when it fails.
 * @param {{ isShown?: boolean }} options `isShown` passes the output through instead.
 */
export function run(command, args, env = {}, { isShown = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    });
    // Who ends us ends what we run: nothing of it may go on building in a folder that somebody is about to use.
    const end = (signal) => {
      child.kill(signal);
      process.exit(1);
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
    const kept = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => kept.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, end);
      const output = Buffer.concat(kept).toString();
      if (code === 0) return resolve(output);
      const name = args.find((arg) => !arg.startsWith('-') && !arg.includes('/')) ?? command;
      reject(Object.assign(new Error(`${name} failed (${signal ?? `exit code ${code}`}).`), { output }));
    });
  });
}
