import { authorizeWorkspace, type WorkspaceAccess } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { mayAct } from '../access/roles';
import type { Db } from '../db/client';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { madeUntil } from './made-until';
import { mayReadDetailsOf } from './may-read-details';
import {
  addSum,
  addTimes,
  type Dimension,
  emptySum,
  idsMax,
  type RollupWhere,
  type Sum,
  sumRollups,
  toNumbers,
} from './read-rollups';
import { dayMs, hourMs, type Slice } from './rollup';
import { type Usage, type UsageGroup, type UsageGrouping, UsageQuery } from './schemas';
import { rangeOf, type Stretch, stretchesOf } from './usage-range';

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
export async function readUsage(
  ctx: Ctx,
  access: WorkspaceAccess,
  filters: Omit<Filters, 'limit'>,
  limit: number,
): Promise<Usage> {
  const question = await judge(ctx.db, access, filters);
  const { fromMs, toMs } = rangeOf(filters, ctx.now.getTime(), question.byDays);
  const isTime = isTimeGrouping(filters.group_by);
  const stretches = stretchesOf({ fromMs, toMs }, await madeUntil(ctx.db), filters.group_by === 'hour');
  const groups = await readGroups(ctx.db, question, stretches, isTime ? Number.POSITIVE_INFINITY : limit);
  const totals = isTime ? totalOf(groups.shown) : await readTotals(ctx.db, question, stretches);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    group_by: filters.group_by,
    totals: toNumbers(totals, !question.mayReadTotals),
    groups: await nameGroups(ctx.db, access, question, groups.shown),
    group_count: groups.count,
  };
}

interface Question {
  grouping: UsageGrouping;
  /** What the totals are of, and what the groups are read from. */
  base: RollupWhere;
  grouped: RollupWhere;
  by: Dimension[];
  stepMs: number;
  /** Where hours would say more of a person than others may know. */
  byDays: boolean;
  mayReadTotals: boolean;
}

type Filters = ReturnType<typeof UsageQuery.parse>;

/** Whether the actor may ask this, and where the answer is. */
async function judge(db: Db, access: WorkspaceAccess, filters: Omit<Filters, 'limit'>): Promise<Question> {
  const { id: workspaceId } = access.workspace;
  const grouping = filters.group_by;
  const token = filters.token === undefined ? null : await findToken(db, workspaceId, filters.token);
  const isEverybody = mayAct(access.role, 'usage.any');
  // A member of whom nothing is known is one whose numbers are none of the actor's, too: both are not found.
  if (!isEverybody && filters.member !== undefined && filters.member !== access.memberId) throw notFound();
  if (!isEverybody && token !== null && token.memberId !== access.memberId) throw notFound();
  const memberId = filters.member ?? (isEverybody ? undefined : (access.memberId ?? ''));
  const person = token === null ? memberId : token.memberId;
  const mayReadPerson = person === undefined || mayReadDetailsOf(access, person);
  const mayReadAll = mayReadDetailsOf(access, anybody);
  const isByPerson = grouping === 'member' || grouping === 'token';
  const isNarrow = filters.server !== undefined || filters.tool !== undefined;
  if (!mayReadPerson && (!isByPerson || isNarrow)) throw onlyCounts();
  if (person === undefined && isByPerson && isNarrow && !mayReadAll) throw onlyCounts();
  if (grouping === 'member' && token !== null) throw oneMember();

  const named = {
    ...(filters.server === undefined ? {} : { serverId: withoutNul(filters.server) }),
    ...(filters.tool === undefined ? {} : { tool: withoutNul(filters.tool) }),
  };
  const who = {
    ...(token !== null ? { tokenId: token.id } : memberId === undefined ? {} : { memberId: withoutNul(memberId) }),
  };
  const subject = token !== null ? 'token' : memberId === undefined ? null : 'member';
  const base = { workspaceId, slice: baseSlice(subject, named), ...who, ...named };
  return {
    grouping,
    base,
    grouped: { ...base, ...(await groupedWhere(db, grouping, subject, base, isNarrow)) },
    by: dimensions[grouping],
    stepMs: grouping === 'hour' ? hourMs : dayMs,
    byDays: !mayReadPerson || (person === undefined && isByPerson && !mayReadAll),
    mayReadTotals: mayReadPerson,
  };
}

/** No member has this id: what may be read of them is what may be read of others. */
const anybody = '-';

const dimensions: Record<UsageGrouping, Dimension[]> = {
  member: ['memberId'],
  token: ['tokenId'],
  server: ['serverId'],
  tool: ['serverId', 'tool'],
  hour: ['at'],
  day: ['at'],
};

const isTimeGrouping = (grouping: UsageGrouping) => grouping === 'hour' || grouping === 'day';

function baseSlice(
  subject: 'member' | 'token' | null,
  { tool, serverId }: { tool?: string; serverId?: string },
): Slice {
  const isNarrow = tool !== undefined || serverId !== undefined;
  if (subject !== null) return isNarrow ? `${subject}_tool` : subject;
  return tool !== undefined ? 'tool' : serverId !== undefined ? 'server' : 'all';
}

async function groupedWhere(
  db: Db,
  grouping: UsageGrouping,
  subject: 'member' | 'token' | null,
  base: RollupWhere,
  isNarrow: boolean,
): Promise<Partial<RollupWhere>> {
  switch (grouping) {
    case 'hour':
    case 'day':
      return {};
    case 'tool':
      return { slice: subject === null ? 'tool' : `${subject}_tool` };
    case 'server':
      // Refused calls and names that are no tool have no server.
      return { slice: subject === null ? (base.tool === undefined ? 'server' : 'tool') : `${subject}_tool` };
    case 'member':
      return { slice: isNarrow ? 'member_tool' : 'member' };
    case 'token': {
      const slice = isNarrow ? 'token_tool' : 'token';
      if (base.memberId === undefined) return { slice };
      const { workspaceId, memberId } = base;
      const own = await db.token.findMany({ where: { workspaceId, memberId }, select: { id: true } });
      // A token's row names the token only: whose it is, is on the token.
      return { slice, memberId: '', tokenId: { in: own.map(({ id }) => id) } };
    }
  }
}

async function findToken(db: Db, workspaceId: string, id: string) {
  const token = await db.token.findFirst({
    where: { workspaceId, id: withoutNul(id) },
    select: { id: true, memberId: true },
  });
  if (token === null) throw notFound();
  return token;
}

const onlyCounts = () =>
  new AppError('forbidden', 'This workspace shows how many calls others make, and not which. Its owner decides that.');

function oneMember(): AppError {
  const message = 'A token has one member: group by something else.';
  return new AppError('invalid_input', message, { errors: [{ path: 'group_by', message }] });
}

const hasTimes = ({ slice }: RollupWhere) => !slice.endsWith('_tool');

async function readGroups(db: Db, { grouped, by, stepMs, grouping }: Question, stretches: Stretch[], limit: number) {
  const sums = [...(await sumRollups(db, grouped, stretches, by, stepMs)).values()];
  const order = isTimeGrouping(grouping)
    ? (a: Sum, b: Sum) => a.key.at - b.key.at
    : (a: Sum, b: Sum) => b.calls - a.calls || (nameOf(a) < nameOf(b) ? -1 : 1);
  const shown = sums.sort(order).slice(0, limit);
  if (hasTimes(grouped)) await addTimes(db, grouped, stretches, by, stepMs, shown);
  return { shown, count: sums.length };
}

/** Decides among those with as many calls, so that a list is the same when it is asked again. */
const nameOf = ({ key }: Sum) => key.tool + key.serverId + key.memberId + key.tokenId;

async function readTotals(db: Db, { base, stepMs }: Question, stretches: Stretch[]): Promise<Sum> {
  const [total = emptySum()] = (await sumRollups(db, base, stretches, [], stepMs)).values();
  if (hasTimes(base)) await addTimes(db, base, stretches, [], stepMs, [total]);
  return total;
}

function totalOf(sums: Sum[]): Sum {
  const total = emptySum();
  for (const sum of sums) addSum(total, sum);
  return total;
}

async function nameGroups(db: Db, access: WorkspaceAccess, question: Question, sums: Sum[]): Promise<UsageGroup[]> {
  const { of, names, owners } = await namesOf(db, question, sums);
  return sums.map((sum) => {
    const id = of(sum);
    const owner = owners === null ? undefined : (owners.get(id) ?? null);
    const isCounts = owner !== undefined && !mayReadDetailsOf(access, owner);
    const isTool = question.grouping === 'tool';
    return {
      id: id === '' ? null : id,
      name: names === null ? id || null : (names.get(id) ?? null),
      server_id: isTool && sum.key.serverId !== '' ? sum.key.serverId : null,
      ...toNumbers(sum, isCounts),
    };
  });
}

interface Names {
  of(sum: Sum): string;
  /** Null where the id is the name. */
  names: Map<string, string> | null;
  /** Whose the group is, where it is a person's. */
  owners: Map<string, string | null> | null;
}

async function namesOf(db: Db, question: Question, sums: Sum[]): Promise<Names> {
  switch (question.grouping) {
    case 'member': {
      const ids = sums.map(({ key }) => key.memberId);
      const select = { id: true, user: { select: { name: true } } } as const;
      const rows = await db.member.findMany({ where: withIds(ids, question.base), select });
      const owners = new Map(ids.map((id) => [id, id === '' ? null : id]));
      return { of: ({ key }) => key.memberId, names: new Map(rows.map(({ id, user }) => [id, user.name])), owners };
    }
    case 'token': {
      const ids = sums.map(({ key }) => key.tokenId);
      const rows = await db.token.findMany({
        where: withIds(ids, question.base),
        select: { id: true, name: true, memberId: true },
      });
      const owners = new Map(ids.map((id): [string, string | null] => [id, anybody]));
      for (const { id, memberId } of rows) owners.set(id, memberId);
      return { of: ({ key }) => key.tokenId, names: new Map(rows.map(({ id, name }) => [id, name])), owners };
    }
    case 'server': {
      const ids = sums.map(({ key }) => key.serverId);
      const rows = await db.server.findMany({ where: withIds(ids, question.base), select: { id: true, name: true } });
      return { of: ({ key }) => key.serverId, names: new Map(rows.map(({ id, name }) => [id, name])), owners: null };
    }
    case 'tool':
      return { of: ({ key }) => key.tool, names: null, owners: null };
    case 'hour':
    case 'day':
      return { of: ({ key }) => new Date(key.at).toISOString(), names: null, owners: null };
  }
}

/** A database takes only so many values in one question: beyond them it is all of the workspace. */
const withIds = (ids: string[], { workspaceId }: RollupWhere) =>
  ids.length > idsMax ? { workspaceId } : { id: { in: ids } };
