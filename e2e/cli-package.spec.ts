import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { expect, test } from './test';

const run = promisify(execFile);

/** What npm needs, and nothing of this project's. */
const env = {
  NODE_ENV: 'production' as const,
  PATH: process.env.PATH ?? '',
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

test('the command is a package of its own: packed, installed offline where nothing else is, and run', async ({
  product,
  rest,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'aerostack-package-'));
  const home = { HOME: folder, npm_config_cache: join(folder, 'cache') };
  const npm = (...args: string[]) => run('npm', args, { cwd: folder, env: { ...env, ...home } });
  await run(process.execPath, ['scripts/pack-cli.mjs']);
  const packed = await npm('pack', '--json', join(process.cwd(), 'dist/cli-package'));
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  expect(files.map(({ path }) => path).sort()).toEqual([
    'LICENSE',
    'LICENSES-OF-PARTS.txt',
    'README.md',
    'cli.js',
    'package.json',
  ]);
  await npm('install', '--offline', '--no-audit', '--no-fund', join(folder, filename));
  const modules = join(folder, 'node_modules');
  expect((await readdir(modules)).filter((name) => !name.startsWith('.'))).toEqual(['aerostack']);

  const account = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const aerostack = (...args: string[]) =>
    run(join(modules, '.bin/aerostack'), args, { cwd: folder, env: { ...env, ...home, ...account } });
  expect((await aerostack('--version')).stdout).toBe(`${packageJson.version}\n`);
  expect(JSON.parse((await aerostack('workspace', 'list', '--json')).stdout).version).toBe(1);
  const parts = await readFile(join(modules, 'aerostack/LICENSES-OF-PARTS.txt'), 'utf8');
  for (const name of ['commander', 'zod', 'undici', '@clack/prompts'])
    expect(parts).toMatch(new RegExp(`^${name} \\d`, 'm'));
  const readme = await readFile(join(modules, 'aerostack/README.md'), 'utf8');
  expect(readme).toMatch(/^# aerostack\n.*### Signing in.*exit code/s);
  await rm(folder, { recursive: true });
});

test('in the clone it is there as npx aerostack', async () => {
  const { stdout } = await run('npx', ['--no-install', 'aerostack', '--version'], { env: { ...env, HOME: tmpdir() } });
  expect(stdout).toBe(`${packageJson.version}\n`);
});
