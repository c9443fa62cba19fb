import type { Tx } from '../db/client';
import { type Span, spans } from './spans';

/** By span: the first moment, in Unix milliseconds, that none is made of yet. 0 where there is none at all. */
export type MadeUntil = Record<Span['table'], number>;

export async function madeUntil(db: Pick<Tx, 'usageMark'>): Promise<MadeUntil> {
  const marks = await db.usageMark.findMany({
    where: { id: { in: spans.map(({ table }) => table) } },
    select: { id: true, position: true },
  });
  const until = Object.fromEntries(marks.map(({ id, position }) => [id, Date.parse(position)]));
  return { quarter_days: 0, days: 0, weeks: 0, ...until };
}
