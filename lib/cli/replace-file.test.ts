import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { replaceFile } from './replace-file';

const folder = mkdtempSync(join(tmpdir(), 'aerostack-replace-'));
const path = join(folder, 'config.json');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

const modeOf = (file: string) => statSync(file).mode & 0o777;

it('gives a new file the mode that is asked for, whatever the umask, and an old one its own', async () => {
  await replaceFile(path, 'one', { mode: 0o666 });
  expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['one', 0o666]);
  chmodSync(path, 0o640);
  await replaceFile(path, 'two', { mode: 0o600 });
  expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['two', 0o640]);
  expect(readdirSync(folder)).toEqual(['config.json']);
});

it('replaces what a symbolic link leads to and leaves the link, also one that leads to nothing yet', async () => {
  const link = join(folder, 'link');
  symlinkSync('config.json', link);
  for (const content of ['first', 'second']) {
    await replaceFile(link, content, { mode: 0o600 });
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual([content, ['config.json', 'link']]);
  }
});

it('leaves the old file and nothing beside it when the new one cannot be put there', async () => {
  writeFileSync(path, 'old');
  await expect(replaceFile(join(path, 'below'), 'new', { mode: 0o600 })).rejects.toThrow('ENOTDIR');
  expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['old', ['config.json']]);
});

it('leaves a whole file, old or new, whenever the process is killed', async () => {
  const whole = ['0', '1'.repeat(4_000_000)];
  const program = join(folder, 'writer.mjs');
  const contents = `import { replaceFile } from './lib/cli/replace-file';
    for (let i = 0; ; i += 1) {
      process.stdout.write('.');
      await replaceFile(process.argv[2], i % 2 === 0 ? '0' : '1'.repeat(4_000_000), { mode: 0o600 });
    }`;
  const stdin = { contents, resolveDir: process.cwd() };
  await build({ stdin, outfile: program, bundle: true, platform: 'node', format: 'esm' });
  for (let writes = 2; writes < 10; writes += 2) {
    const writer = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let begun = 0;
    // Killed in the middle of a later write each time.
    writer.stdout.on('data', (dots: Buffer) => {
      begun += dots.length;
      if (begun >= writes) writer.kill('SIGKILL');
    });
    await once(writer, 'exit');
    expect(whole.includes(readFileSync(path, 'utf8'))).toBe(true);
  }
}, 30_000);
