/** A request that was admitted, as its client saw it; milliseconds of one clock. */
export interface Admission {
  sentAt: number;
  receivedAt: number;
}

/**
 * The most admissions that lie wholly within less than `windowMs`: the first of them sent, the last received. Whatever happened between the
 * two is the product's, so more than its limit is a violation that nothing excuses.
 */
export function mostWithin(admissions: readonly Admission[], windowMs: number): number {
  const most = admissions.map(({ sentAt: from }) => {
    const isWithin = ({ sentAt, receivedAt }: Admission) => sentAt >= from && receivedAt < from + windowMs;
    return admissions.filter(isWithin).length;
  });
  return Math.max(0, ...most);
}
