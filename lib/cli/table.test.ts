import { expect, it } from 'vitest';
import { displayWidth } from './printable';
import { type Column, layOutTable } from './table';

const columns: Column[] = [
  { header: 'ID' },
  { header: 'NAME', shrinks: true },
  { header: 'STATUS', colour: () => 32 },
  { header: 'LAST USED' },
];
const ids = ['019abcde-0000-7000-8000-000000000001', '019abcde-0000-7000-8000-000000000002'];
const names = ['CI Bot', 'The nightly job of the whole engineering department'];
const rows = ids.map((id, i) => [id, names[i] ?? '', 'active', 'never']);
const widest = (lines: string[]) => Math.max(...lines.map(displayWidth));

it('shows everything whole where nobody looks at a terminal', () => {
  expect(layOutTable(columns, rows, Number.POSITIVE_INFINITY)).toEqual([
    `ID${' '.repeat(36)}NAME${' '.repeat(49)}STATUS  LAST USED`,
    `${ids[0]}  CI Bot${' '.repeat(47)}active  never`,
    `${ids[1]}  ${names[1]}  active  never`,
  ]);
});

it('cuts names, and nothing else, to fit the terminal exactly', () => {
  const lines = layOutTable(columns, rows, 72);
  expect(lines[2]).toBe(`${ids[1]}  The nightly jo…  active  never`);
  expect(widest(lines)).toBe(72);
});

it.each([44, 50, 66])('gives each row two lines of at most %i columns before an id is cut', (width) => {
  const lines = layOutTable(columns, rows, width);
  expect(lines).toHaveLength(6);
  expect(lines[2]).toContain(ids[0]);
  expect(lines.slice(0, 2).join(' ').split(/\s+/)).toEqual(['ID', 'NAME', 'STATUS', 'LAST', 'USED']);
  expect(lines[3]).toBe('  active  never');
  expect(widest(lines)).toBeLessThanOrEqual(width);
});

it('keeps ids whole even where the terminal is narrower than one', () => {
  const lines = layOutTable(columns, rows, 20);
  for (const id of ids) expect(lines.some((line) => line.startsWith(id))).toBe(true);
});

it('is not bent by what a name holds', () => {
  const [, line] = layOutTable(columns, [[ids[0] ?? '', 'a\nb\u001b[31m', 'active', 'never']], 200);
  expect(line).toBe(`${ids[0]}  a\ufffdb\ufffd[31m  active  never`);
});

it('colours after measuring, so that columns stay where they are', () => {
  const paint = (code: number, text: string) => `<${code}>${text}</>`;
  const [header, line] = layOutTable(columns, rows.slice(0, 1), 200, paint);
  expect(header).toMatch(/^<1>ID<\/> {36}<1>NAME<\/> {4}/);
  expect(line).toContain('CI Bot  <32>active</>  never');
});
