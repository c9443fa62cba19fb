import { cutTo, displayWidth, printable } from './printable';

export interface Column {
  header: string;
  /** The one column that gives way when the terminal is narrow. The others are never cut. */
  shrinks?: true;
  /** Colour of a cell: the code of an SGR sequence. */
  colour?(cell: string): number | undefined;
}

type Paint = (code: number, text: string) => string;

const gap = '  ';
/** Below this a name says nothing any more. */
const shrunkWidthMin = 12;
const bold = 1;

/**
 * The lines of a table not wider than `width`, headers first. Where even a cut name leaves too little room, each row takes two
 * lines, the first two columns above the rest, so that what people copy stays whole.
 */
export function layOutTable(
  columns: Column[],
  rows: string[][],
  width: number,
  paint: Paint = (_, text) => text,
): string[] {
  const cells = [columns.map(({ header }) => header), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => displayWidth(row[i] ?? ''))));
  const room = widths.map((natural, i) => {
    if (columns[i]?.shrinks !== true) return natural;
    const others = total(widths) - natural;
    return Math.min(natural, Math.max(width - others, Math.min(natural, shrunkWidthMin)));
  });
  if (total(room) <= width) return cells.map((row, r) => layOutRow(columns, row, room, paint, r === 0));

  const [firstRoom, restRoom] = [room.slice(0, 2), room.slice(2)];
  const first = firstRoom.map((natural, i) =>
    columns[i]?.shrinks ? Math.max(1, width - (total(firstRoom) - natural)) : natural,
  );
  return cells.flatMap((row, r) => [
    layOutRow(columns.slice(0, 2), row.slice(0, 2), first, paint, r === 0),
    gap + layOutRow(columns.slice(2), row.slice(2), restRoom, paint, r === 0),
  ]);
}

const total = (widths: number[]) => widths.reduce((sum, one) => sum + one, 0) + gap.length * (widths.length - 1);

function layOutRow(columns: Column[], row: string[], room: number[], paint: Paint, isHeader: boolean): string {
  const padded = row.map((cell, i) => {
    const text = columns[i]?.shrinks ? cutTo(room[i] ?? 0, cell) : cell;
    const isLast = i === row.length - 1;
    const space = isLast ? '' : ' '.repeat(Math.max(0, (room[i] ?? 0) - displayWidth(text)));
    const code = isHeader ? bold : columns[i]?.colour?.(cell);
    return (code === undefined ? text : paint(code, text)) + space;
  });
  return padded.join(gap);
}
