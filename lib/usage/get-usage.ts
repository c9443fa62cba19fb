import { authorizeWorkspace, type WorkspaceAccess } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import type { Db } from '../db/client';
import { madeUntil } from './made-until';
import { nameGroups } from './name-groups';
import { addTimes, countNames, isLittle, type Reading, sumCounts, sumRollups } from './read-rollups';
import type { RollupWhere } from './rollup-query';
import { type Usage, UsageQuery } from './schemas';
import { isTimeGrouping, judge, type Question, type UsageAsked } from './usage-question';
import { rangeOf, type Stretch, stretchesOf } from './usage-range';
import { addSum, emptySum, type Sum, toNumbers } from './usage-sum';

/**
 * How a workspace is used, out of sums that cost the same however many calls they are of. Members see their own part; of others, where
 * the workspace reduces that to counts, owners and admins see how many calls on which days and when the last one was.
 * @throws AppError `forbidden` for a question whose answer would say more than counts
 */
export async function getUsage(ctx: Ctx, slug: string, rawQuery: UsageQuery): Promise<Usage> {
  const access = await authorizeWorkspace(ctx, slug, 'usage.read');
  const { limit, ...filters } = UsageQuery.parse(rawQuery);
  return readUsage(ctx, access, filters, limit);
}

/** @param limit how many groups, `Infinity` for all of them */
export async function readUsage(ctx: Ctx, access: WorkspaceAccess, filters: UsageAsked, limit: number): Promise<Usage> {
  const question = await judge(ctx.db, access, filters);
  const { fromMs, toMs } = rangeOf(filters, ctx.now.getTime(), question.byDays);
  const isTime = isTimeGrouping(filters.group_by);
  const stretches = stretchesOf({ fromMs, toMs }, await madeUntil(ctx.db), isTime ? question.stepMs : undefined);
  const [groups, whole] = await Promise.all([
    readGroups(ctx.db, question, stretches, isTime ? Number.POSITIVE_INFINITY : limit),
    isTime ? null : readTotals(ctx.db, question, stretches),
  ]);
  const totals = whole ?? totalOf(groups.shown);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    group_by: filters.group_by,
    totals: toNumbers(totals, !question.mayReadTotals),
    groups: await nameGroups(ctx.db, access, question, groups.shown),
    group_count: groups.count,
  };
}

/** The same without the groups: what there was, and how many tokens it was by. */
export async function readTotal(ctx: Ctx, access: WorkspaceAccess, range: { from: string; to: string }) {
  const question = await judge(ctx.db, access, { ...range, group_by: 'token' });
  const made = await madeUntil(ctx.db);
  const stretches = stretchesOf(rangeOf({ ...range, group_by: 'token' }, ctx.now.getTime(), question.byDays), made);
  const [total, tokens] = await Promise.all([
    readTotals(ctx.db, question, stretches),
    countNames(ctx.db, { where: question.grouped, stretches, by: [], stepMs: question.stepMs }, 'tokenId'),
  ]);
  return { totals: toNumbers(total, !question.mayReadTotals), tokens };
}

/** Pairs have no times. */
const hasTimes = ({ slice }: RollupWhere) => !slice.endsWith('_tool');

async function readGroups(db: Db, { grouped, by, stepMs, grouping }: Question, stretches: Stretch[], limit: number) {
  const reading: Reading = { where: grouped, stretches, by, stepMs };
  const isTimed = hasTimes(grouped);
  const isAtOnce = isTimed && (isTimeGrouping(grouping) || (await isLittle(db, reading)));
  const sums = await (isAtOnce ? sumRollups(db, reading) : sumCounts(db, reading));
  const order = isTimeGrouping(grouping)
    ? (a: Sum, b: Sum) => a.key.at - b.key.at
    : (a: Sum, b: Sum) => b.calls - a.calls || (nameOf(a) < nameOf(b) ? -1 : 1);
  const shown = sums.sort(order).slice(0, limit);
  if (isTimed && !isAtOnce) await addTimes(db, reading, shown);
  return { shown, count: sums.length };
}

/** Decides among those with as many calls, so that a list is the same when it is asked again. */
const nameOf = ({ key }: Sum) => key.tool + key.serverId + key.memberId + key.tokenId;

async function readTotals(db: Db, { base, stepMs }: Question, stretches: Stretch[]): Promise<Sum> {
  const reading: Reading = { where: base, stretches, by: [], stepMs };
  const [total = emptySum()] = await (hasTimes(base) ? sumRollups : sumCounts)(db, reading);
  return total;
}

function totalOf(sums: Sum[]): Sum {
  const total = emptySum();
  for (const sum of sums) addSum(total, sum);
  return total;
}
