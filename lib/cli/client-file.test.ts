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
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnreadableConfig } from '../connect/config-format';
import { editClientFile, findBackup, readClientFile } from './client-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aerostack-client-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, 'mcp.json');
const now = new Date('2026-11-28T06:26:46.123Z');
const later = new Date('2026-11-28T07:00:00Z');
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

it('one backup is beside the file, its owner’s alone, and holds every byte of what was there last', async () => {
  const first = '\ufeff{\r\n\t"a": 1 }';
  writeFileSync(path(), first, { mode: 0o644 });
  const edit = await editClientFile(path(), now, (text) => `${text} `);
  expect(edit).toEqual({ before: first, after: `${first} `, backup: `${path()}.aerostack-backup-20261128T062646Z` });
  expect(readFileSync(edit.backup ?? '', 'utf8')).toBe(first);
  expect([modeOf(edit.backup ?? ''), modeOf(path())]).toEqual(['600', '644']);

  const second = await editClientFile(path(), later, (text) => `${text}!`);
  expect(readdirSync(folder).sort()).toEqual(['mcp.json', 'mcp.json.aerostack-backup-20261128T070000Z']);
  expect(readFileSync(second.backup ?? '', 'utf8')).toBe(`${first} `);
  expect(await findBackup(path())).toBe(second.backup);
});

it('a file that is made is its owner’s alone, in folders that are made too; one that stays the same is not touched', async () => {
  const deep = join(folder, 'a/b/mcp.json');
  expect(await editClientFile(deep, now, () => '{}')).toEqual({ before: null, after: '{}', backup: null });
  expect(modeOf(deep)).toBe('600');
  const { ino } = statSync(deep);
  expect(await editClientFile(deep, now, (text) => text)).toMatchObject({ backup: null });
  expect(statSync(deep).ino).toBe(ino);
});

it('what a client writes meanwhile is not lost: the edit is made anew', async () => {
  writeFileSync(path(), '1');
  let tries = 0;
  await editClientFile(path(), now, (text) => {
    tries += 1;
    if (tries === 1) writeFileSync(path(), '2');
    return `${text}+`;
  });
  expect([readFileSync(path(), 'utf8'), tries]).toEqual(['2+', 2]);
});

it('a file that is written all the time is left, and said to be so', async () => {
  writeFileSync(path(), '0');
  let tries = 0;
  const edit = editClientFile(path(), now, (text) => {
    tries += 1;
    writeFileSync(path(), String(tries));
    return `${text}+`;
  });
  await expect(edit).rejects.toThrow(/written by another program.*Close the client/);
  expect(readFileSync(path(), 'utf8')).toBe(String(tries));
});

it('a link stays one, and what it leads to is edited', async () => {
  const target = join(folder, 'dotfiles.json');
  writeFileSync(target, '{}');
  symlinkSync(target, path());
  await editClientFile(path(), now, () => '{"a":1}');
  expect(readFileSync(target, 'utf8')).toBe('{"a":1}');
  expect(readFileSync(path(), 'utf8')).toBe('{"a":1}');
});

it('what is no text, no file or not of its format is refused and left as it is', async () => {
  writeFileSync(path(), Buffer.from([0xff, 0xfe, 0x7b, 0x00]));
  await expect(readClientFile(path())).rejects.toThrow(/not UTF-8/);
  await expect(readClientFile(folder)).rejects.toThrow(/is not a file/);
  expect(await readClientFile(join(folder, 'none'))).toBeNull();
  writeFileSync(path(), '{');
  const edit = editClientFile(path(), now, () => {
    throw new UnreadableConfig('close brace expected', 1, 2);
  });
  await expect(edit).rejects.toThrow(`${path()}:1:2: close brace expected. The file was left as it is; mend it there.`);
  expect(readdirSync(folder)).toEqual(['mcp.json']);
});

it('a folder that cannot be written is named, and nothing is left in it', async () => {
  if (process.getuid?.() === 0) {
    // Nothing is closed to this user; a folder in the place of the file is as good.
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    await expect(editClientFile(join(blocked, 'mcp.json'), now, () => '{}')).rejects.toThrow(/cannot be used \(E/);
    return;
  }
  chmodSync(folder, 0o500);
  await expect(editClientFile(path(), now, () => '{}')).rejects.toThrow(/cannot be used \(EACCES\)/);
  chmodSync(folder, 0o700);
  expect(readdirSync(folder)).toEqual([]);
});
