import { CallFilters } from '@/lib/calls/schemas';

/** Which calls are shown, and which one of them is open: all of it stands in the address. */
export type CallView = { [name in keyof CallFilters]?: string } & { call?: string };

type Asked = { get(name: string): string | null };

const filterNames = CallFilters.keyof().options;

/** Reads an address; what the API would not take it leaves out. */
export function viewOf(query: Asked): CallView {
  const call = query.get('call');
  return { ...filtersOf(query), ...(call ? { call } : {}) };
}

/** The filters alone, as the API takes them. */
export function filtersOf(query: Asked): CallFilters {
  const known = filterNames.flatMap((name) => {
    const value = query.get(name);
    return value !== null && CallFilters.shape[name].safeParse(value).success ? [[name, value]] : [];
  });
  return Object.fromEntries(known) as CallFilters;
}

/** `outcome=timeout&tool=demo__add`, always in the same order; empty for all calls. */
export function queryOf(view: CallView): string {
  const query = new URLSearchParams();
  for (const name of [...filterNames, 'call'] as const) if (view[name]) query.set(name, view[name]);
  return query.toString();
}

export const isFiltered = ({ call, ...filters }: CallView): boolean => Object.keys(filters).length > 0;
