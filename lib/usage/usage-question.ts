import type { WorkspaceAccess } from '../access/authorize';
import { mayAct } from '../access/roles';
import type { Db } from '../db/client';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { mayReadDetailsOf } from './may-read-details';
import { dayMs, hourMs, type Slice } from './rollup';
import type { Dimension, RollupWhere } from './rollup-query';
import type { UsageGrouping, UsageQuery } from './schemas';

export interface Question {
  grouping: UsageGrouping;
  /** What the totals are of, and what the groups are read from. */
  base: Base;
  grouped: RollupWhere;
  by: Dimension[];
  stepMs: number;
  /** Where hours would say more of a person than others may know. */
  byDays: boolean;
  mayReadTotals: boolean;
}

/** As it was checked. */
export type UsageAsked = Omit<ReturnType<typeof UsageQuery.parse>, 'limit'>;

/** One of each that it names. */
export type Base = Pick<RollupWhere, 'workspaceId' | 'slice'> & Partial<Record<Exclude<Dimension, 'at'>, string>>;

/**
 * Whether the actor may ask this, and where the answer is.
 * @throws AppError `not_found` for what is not the actor's to know of, `forbidden` for a question whose answer would say more than counts
 */
export async function judge(db: Db, access: WorkspaceAccess, filters: UsageAsked): Promise<Question> {
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
  const base: Base = { workspaceId, slice: baseSlice(subject, named), ...who, ...named };
  return {
    grouping,
    base,
    grouped: { ...base, ...groupedWhere(grouping, subject, base, isNarrow) },
    by: dimensions[grouping],
    stepMs: grouping === 'hour' ? hourMs : dayMs,
    byDays: !mayReadPerson || (person === undefined && isByPerson && !mayReadAll),
    mayReadTotals: mayReadPerson,
  };
}

/** No member has this id: what may be read of them is what may be read of others. */
export const anybody = '-';

const dimensions: Record<UsageGrouping, Dimension[]> = {
  member: ['memberId'],
  token: ['tokenId'],
  server: ['serverId'],
  tool: ['serverId', 'tool'],
  hour: ['at'],
  day: ['at'],
};

export const isTimeGrouping = (grouping: UsageGrouping) => grouping === 'hour' || grouping === 'day';

function baseSlice(
  subject: 'member' | 'token' | null,
  { tool, serverId }: { tool?: string; serverId?: string },
): Slice {
  const isNarrow = tool !== undefined || serverId !== undefined;
  if (subject !== null) return isNarrow ? `${subject}_tool` : subject;
  return tool !== undefined ? 'tool' : serverId !== undefined ? 'server' : 'all';
}

function groupedWhere(
  grouping: UsageGrouping,
  subject: 'member' | 'token' | null,
  base: Base,
  isNarrow: boolean,
): Partial<RollupWhere> {
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
      return { slice, memberId: '', tokenId: { ofMember: base.memberId } };
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
