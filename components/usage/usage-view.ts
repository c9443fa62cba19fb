/** What of a workspace's usage is shown: all of it stands in the address. */
export interface UsageView {
  range: UsageRangeName;
  member: string | null;
  token: string | null;
  server: string | null;
  tool: string | null;
}

export const usageRanges = ['day', 'week', 'month', 'quarter'] as const;
export type UsageRangeName = (typeof usageRanges)[number];

const hourMs = 3_600_000;
const daysOf: Record<UsageRangeName, number> = { day: 1, week: 7, month: 30, quarter: 90 };
const filters = ['member', 'token', 'server', 'tool'] as const;

/** Reads an address; what it does not know it leaves out. */
export function viewOf(query: { get(name: string): string | null }): UsageView {
  const range = usageRanges.find((one) => one === query.get('range')) ?? 'week';
  const [member, token, server, tool] = filters.map((one) => query.get(one)?.slice(0, 200) || null);
  return { range, member: member ?? null, token: token ?? null, server: server ?? null, tool: tool ?? null };
}

/** `?range=month`, or nothing for the plain page. */
export function queryOf({ range, ...view }: UsageView): string {
  const query = new URLSearchParams();
  if (range !== 'week') query.set('range', range);
  for (const one of filters) if (view[one]) query.set(one, view[one]);
  return query.size === 0 ? '' : `?${query}`;
}

export const isFiltered = (view: UsageView): boolean => filters.some((one) => view[one] !== null);

export const noFilters = { member: null, token: null, server: null, tool: null } as const;

export const stepOf = (range: UsageRangeName): 'hour' | 'day' => (range === 'day' ? 'hour' : 'day');

/** What is asked of the API. In whole hours or days, so that the same question is asked again for a while. */
export function questionOf(view: UsageView, nowMs: number): URLSearchParams {
  const stepMs = stepOf(view.range) === 'hour' ? hourMs : 24 * hourMs;
  const toMs = (Math.floor(nowMs / stepMs) + 1) * stepMs;
  const query = new URLSearchParams({
    from: new Date(toMs - daysOf[view.range] * 24 * hourMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  for (const one of filters) if (view[one]) query.set(one, view[one]);
  return query;
}
