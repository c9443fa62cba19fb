import type { Tx } from '../db/client';

/** The first moment that is in no day yet, in Unix milliseconds: from there on there are only hours. */
export async function madeUntil(db: Pick<Tx, 'usageMark'>): Promise<number> {
  const mark = await db.usageMark.findUnique({ where: { id: 'days' }, select: { position: true } });
  return mark === null ? 0 : Date.parse(mark.position);
}
