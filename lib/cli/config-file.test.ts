import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { CliError } from './cli-error';
import { changeConfig, readConfig } from './config-file';
import { holdLock } from './hold-lock';

const home = mkdtempSync(join(tmpdir(), 'aerostack-config-'));
const env = { HOME: home };
const folder = join(home, '.aerostack');
const path = join(folder, 'config.json');
const secret = `ak_${'c0ffee00'.repeat(6)}`;
afterAll(() => rmSync(home, { recursive: true }));
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const withProfile = (name: string) =>
  changeConfig(env, (config) => ({
    ...config,
    profiles: { ...config.profiles, [name]: { url: 'https://mcp.example.com', api_key: secret } },
  }));

function write(content: string, mode = 0o600) {
  mkdirSync(folder, { mode: 0o700, recursive: true });
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
}

const refusal = (): Promise<CliError> =>
  readConfig(env).then(
    () => Promise.reject(new Error('this was taken')),
    (error: unknown) => (error instanceof CliError ? error : Promise.reject(error)),
  );

describe('the configuration', () => {
  it('is empty while there is no file, and reading makes none', async () => {
    expect(await readConfig(env)).toEqual({ version: 1, profile: 'default', profiles: {} });
    expect(readdirSync(home)).toEqual([]);
  });

  it('is its owner’s alone', async () => {
    await withProfile('work');
    expect([modeOf(folder), modeOf(path), readdirSync(folder)]).toEqual(['700', '600', ['config.json']]);
    expect((await readConfig(env)).profiles.work?.api_key).toBe(secret);
  });

  it('keeps what a later version of the program wrote into it', async () => {
    write(
      JSON.stringify({ version: 1, profile: 'a', profiles: { a: { url: 'https://a.example', later: [1] } }, more: 2 }),
    );
    await withProfile('b');
    const kept = JSON.parse(readFileSync(path, 'utf8'));
    expect([kept.more, kept.profiles.a.later]).toEqual([2, [1]]);
  });

  it.each([
    [`{"api_key":"${secret}"`, /not valid JSON.*aerostack login/],
    [JSON.stringify({ version: 2, profile: secret, profiles: {} }), /another version/],
    [JSON.stringify({ version: 1, profile: 'a', profiles: { a: { url: 1, api_key: secret } } }), /profiles\.a\.url/],
    [`"${secret.repeat(30_000)}"`, /too large/],
  ])('that is broken is refused with what to do, and not repeated', async (content, words) => {
    write(content);
    const { message } = await refusal();
    expect(message).toMatch(words);
    expect(message).not.toContain('c0ffee');
  });

  it('that others could read, or put another in the place of, is refused with how to close it', async () => {
    write('{}', 0o640);
    expect((await refusal()).message).toMatch(/chmod 600 .*config\.json/);
    chmodSync(path, 0o600);
    chmodSync(folder, 0o770);
    expect((await refusal()).message).toMatch(/chmod go-w .*\.aerostack/);
  });

  it('that is a folder, or below one that may not be made, is said to be', async () => {
    mkdirSync(path, { recursive: true });
    expect((await refusal()).message).toMatch(/not a file/);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    await expect(withProfile('x')).rejects.toThrow(/cannot be used \((EEXIST|ENOTDIR)\)/);
  });

  it('loses nothing when many change it at the same time', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `p${i}`);
    await Promise.all(names.map(withProfile));
    expect(Object.keys((await readConfig(env)).profiles).sort()).toEqual(names.sort());
  });

  it('is freed from the lock of a process that was killed', async () => {
    const program = join(home, 'killed.mjs');
    const contents = `import { holdLock } from './lib/cli/hold-lock';
      await holdLock(process.argv[2], async () => { process.stdout.write('.'); setInterval(() => {}, 1000); await new Promise(() => {}); });`;
    const stdin = { contents, resolveDir: process.cwd() };
    await build({ stdin, outfile: program, bundle: true, platform: 'node', format: 'esm' });
    await withProfile('before');
    const holder = spawn(process.execPath, [program, `${path}.lock`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    rmSync(program);
    await Promise.all(['x', 'y', 'z'].map(withProfile));
    expect(Object.keys((await readConfig(env)).profiles).sort()).toEqual(['before', 'x', 'y', 'z']);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('stays locked while the process that holds it lives, which is said with the file to delete', async () => {
    const lock = join(home, 'lock');
    writeFileSync(lock, `${process.pid} ${hostname()}`);
    await expect(holdLock(lock, async () => {}, 100)).rejects.toThrow(/keeps .*lock.*delete/);
  });
});
