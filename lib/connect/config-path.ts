/** One step down into a configuration: a key of a map, or the item of a list that is recognised by one of its fields. */
export type Step = string | { field: string; is: string };
export type Path = readonly Step[];
export type Table = Record<string, unknown>;

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** As a person would name the place: `mcpServers.acme`. */
export const describePath = (path: Path): string =>
  path.map((step) => (typeof step === 'string' ? step : step.is)).join('.');

const isItem = (step: Exclude<Step, string>) => (item: unknown) => isTable(item) && item[step.field] === step.is;

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof step !== 'string') return Array.isArray(value) ? value.find(isItem(step)) : undefined;
    return isTable(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, data);
}

/** What has to stand at the first step when `value` is to stand at the end of the path and nothing is there yet. */
export function nest(path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return typeof step === 'string' ? { [step]: nest(rest, value) } : [nest(rest, value)];
}

/** A copy of the data in which `value` stands at the path. Null counts as an empty map or list, as YAML writes it. */
export function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (data === undefined || data === null) return nest(path, value);
  if (typeof step === 'string') {
    const table = isTable(data) ? data : {};
    return { ...table, [step]: withValue(Object.hasOwn(table, step) ? table[step] : undefined, rest, value) };
  }
  const items = Array.isArray(data) ? data : [];
  const index = items.findIndex(isItem(step));
  if (index === -1) return [...items, withValue(undefined, rest, value)];
  return items.map((item, i) => (i === index ? withValue(item, rest, value) : item));
}

/** A copy of the data in which nothing stands at the path. */
export function withoutValue(data: unknown, path: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined || valueAt(data, path) === undefined) return data;
  if (typeof step !== 'string') {
    const items = data as unknown[];
    const index = items.findIndex(isItem(step));
    return items.flatMap((item, i) => (i !== index ? [item] : rest.length === 0 ? [] : [withoutValue(item, rest)]));
  }
  const { [step]: inner, ...others } = data as Table;
  return rest.length === 0 ? others : { ...(data as Table), [step]: withoutValue(inner, rest) };
}

/** Whether two values mean the same: the order of a map's keys means nothing, and an empty map or list as much as none. */
export function meansTheSame(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => meansTheSame(item, b[i]));
  if (isTable(a) && isTable(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => meansTheSame(a[key], b[key]));
  }
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return Object.is(a, b);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isTable(value) && Object.keys(value).length === 0);
