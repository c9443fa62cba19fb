import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24, toolPath } from '../tools';

export const revisions = ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26'] as const;
export type Revision = (typeof revisions)[number];

/** One check of one scenario; the suite repeats some ids within a scenario. */
export interface Check {
  scenario: string;
  id: string;
  status: string;
  /** What the suite found wrong. */
  reason: string;
}

export interface SuiteRun {
  checks: Check[];
  /** The suite's own verdict over the scored set of the revision: exit code 0. */
  isConformant: boolean;
  output: string;
}

/** Revisions that the suite has a frozen list of requirements for; of the others it runs all scenarios that apply. */
const required: readonly Revision[] = ['2026-07-28', '2025-11-25'];

/** Runs the server suite of one revision against `url`. @throws when the suite cannot be run at all. */
export async function runSuite(url: string, revision: Revision, scenario?: string): Promise<SuiteRun> {
  const folder = await mkdtemp(join(tmpdir(), 'aerostack-conformance-'));
  try {
    const cli = toolPath('conformance', '@modelcontextprotocol/conformance/dist/index.js');
    const { code, output } = await run([cli, 'server', '--url', url, ...scope(revision, scenario), '-o', folder]);
    const checks = await readChecks(folder);
    if (checks.length === 0) throw new Error(`the suite made no check of ${revision}:\n${output}`);
    return { checks, isConformant: code === 0, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function scope(revision: Revision, scenario: string | undefined): string[] {
  if (scenario !== undefined) return ['--scenario', scenario, '--spec-version', revision];
  if (required.includes(revision)) return ['--requirements', revision];
  return ['--suite', 'all', '--spec-version', revision];
}

async function run(args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(node24(), args, {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: tmpdir(), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  process.off('exit', killWithUs);
  return { code: code ?? 1, output: said.join('') };
}

/** Every scenario writes a folder of its own, `server-<scenario>-<time>`, with what it checked. */
async function readChecks(folder: string): Promise<Check[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('checks.json')).sort();
  const perScenario = await Promise.all(
    names.map(async (name) => {
      const scenario = name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[^/]*\/checks\.json$/, '');
      const found: { id: string; status: string; errorMessage?: string }[] = JSON.parse(
        await readFile(join(folder, name), 'utf8'),
      );
      return found.map(({ id, status, errorMessage = '' }) => ({ scenario, id, status, reason: errorMessage }));
    }),
  );
  return perScenario.flat();
}
