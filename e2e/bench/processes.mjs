// Starts what is measured, each in a process of its own, and reads what each costs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const children = [];
const folders = [];

/** A helper script that prints its port as its first line. */
export async function startHelper(file, ...args) {
  const child = spawn(process.execPath, [join(here, file), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data).split('\n'))));
  return { pid: child.pid, port: Number(line) };
}

/** The product on an empty data folder, behind our own server (`server`) or as plain `next start` (`route`). */
export async function startProduct(door) {
  const product = await launchProduct(door, { AEROSTACK_DATA_DIR: newFolder() });
  return { ...product, rest: await signUp(product.origin) };
}

/** The product on whatever `env` names. `stop` ends it as a supervisor does. */
export async function launchProduct(door, env) {
  const port = await freePort();
  const args =
    door === 'server'
      ? ['scripts/start.mjs']
      : ['node_modules/next/dist/bin/next', 'start', '-p', String(port), '-H', '127.0.0.1'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(port),
      AEROSTACK_SETUP_CODE: 'bench-bench-bench',
      AEROSTACK_TOKEN_RATE: '1000000000',
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  children.push(child);
  const origin = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${origin}/readyz`)).ok);
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { pid: child.pid, origin, stop };
}

/** An empty folder that `stopAll` removes. */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'aerostack-bench-'));
  folders.push(folder);
  return folder;
}

/** Makes the first account of a new installation, and speaks REST for it; `key` is what it does so with. */
export async function signUp(origin) {
  const call = async (method, path, body, key) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const person = {
    code: 'bench-bench-bench',
    email: 'bench@example.com',
    name: 'Bench',
    password: 'a long bench phrase 7',
  };
  const { api_key: key } = await call('POST', '/setup', person);
  return Object.assign((method, path, body) => call(method, path, body, key), { key });
}

/** A workspace with these servers, and a token for it. */
export async function prepareWorkspace(product, slug, servers) {
  await product.rest('POST', '/workspaces', { name: slug, slug });
  for (const { name, port } of servers) {
    await product.rest('POST', `/workspaces/${slug}/servers`, {
      name,
      slug: name,
      url: `http://127.0.0.1:${port}/mcp`,
    });
  }
  const { raw } = await product.rest('POST', `/workspaces/${slug}/tokens`, { name: 'bench' });
  return { url: `${product.origin}/ws/${slug}`, token: raw };
}

/** CPU time that a process has used, in microseconds (proc(5): utime and stime, in ticks of 10 ms). */
export function cpuUs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident memory in MB. */
export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

export async function until(holds, deadlineMs = 60_000) {
  const end = Date.now() + deadlineMs;
  for (;;) {
    try {
      if (await holds()) return;
    } catch {
      // not there yet
    }
    if (Date.now() > end) throw new Error('Waited too long.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export function stopAll() {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
