import type { AuditFilter } from '@/lib/audit/schemas';

const periods = { day: 1, week: 7, month: 30 } as const;
export type Period = keyof typeof periods;

/** What of the log is shown: all of it stands in the address. */
export interface AuditView {
  /** A user's id, or `system`. */
  actor: string | null;
  /** A noun, or `noun.verb`. */
  action: string | null;
  result: 'done' | 'refused' | null;
  period: Period | null;
  request: string | null;
  target: string | null;
}

export const noFilters: AuditView = {
  actor: null,
  action: null,
  result: null,
  period: null,
  request: null,
  target: null,
};

/** Reads an address; what cannot be filtered by it leaves out. */
export function viewOf(query: { get(name: string): string | null }): AuditView {
  const idIn = (name: string) => query.get(name)?.slice(0, 100) || null;
  const action = query.get('action');
  return {
    actor: idIn('actor'),
    action: action !== null && /^[a-z_]{1,30}(\.[a-z_]{1,29})?$/.test(action) ? action : null,
    result: (['done', 'refused'] as const).find((one) => one === query.get('result')) ?? null,
    period: (Object.keys(periods) as Period[]).find((one) => one === query.get('period')) ?? null,
    request: idIn('request'),
    target: idIn('target'),
  };
}

/** `?actor=…`, or nothing for the whole log. */
export function queryOf(view: AuditView): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) if (value) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}

export const isFiltered = (view: AuditView): boolean => queryOf(view) !== '';

/** The API's filter. A period begins at a full minute, so that the same view is the same query for a while. */
export function filterOf({ actor, action, result, period, request, target }: AuditView, nowMs: number): AuditFilter {
  const minute = Math.floor(nowMs / 60_000) * 60_000;
  return {
    ...(actor === null ? {} : { actor }),
    ...(action === null ? {} : { action }),
    ...(result === null ? {} : { result }),
    ...(request === null ? {} : { request_id: request }),
    ...(target === null ? {} : { target }),
    ...(period === null ? {} : { from: new Date(minute - periods[period] * 86_400_000).toISOString() }),
  };
}
