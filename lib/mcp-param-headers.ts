import { decodeHeaderValue } from './mcp-header-value';

/** A tool argument that must also travel as the header `Mcp-Param-<name>`. */
export interface ParamHeader {
  /** Property names from the arguments down. */
  path: readonly string[];
  /** As declared, without the prefix. */
  name: string;
  isNumeric: boolean;
}

const headerToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The `x-mcp-header` declarations of an inputSchema, along chains of `properties`; a malformed one is passed over. */
export function paramHeadersOf(schema: unknown, path: readonly string[] = []): ParamHeader[] {
  if (typeof schema !== 'object' || schema === null || path.length > 16) return [];
  const { properties, type } = schema as { properties?: unknown; type?: unknown };
  const name = (schema as Record<string, unknown>)['x-mcp-header'];
  const own =
    path.length > 0 && typeof name === 'string' && headerToken.test(name)
      ? [{ path, name, isNumeric: type === 'integer' || type === 'number' }]
      : [];
  if (typeof properties !== 'object' || properties === null) return own;
  const below = Object.entries(properties).flatMap(([key, child]) => paramHeadersOf(child, [...path, key]));
  return [...own, ...below];
}

/** The text that an argument has as a header; undefined when it must have none. */
function argumentText(args: unknown, path: readonly string[]): string | undefined {
  let value = args;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && (!Number.isInteger(value) || Number.isSafeInteger(value))
    ? String(value)
    : undefined;
}

/** The `Mcp-Param-*` headers that a call with these arguments must carry, as text; whoever sends them encodes them. */
export function paramHeaderValues(declared: readonly ParamHeader[], args: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, name } of declared) {
    const text = argumentText(args, path);
    if (text !== undefined) headers[`mcp-param-${name.toLowerCase()}`] = text;
  }
  return headers;
}

/** The first header that is missing or disagrees with the body, in words; null when all agree. Numbers are compared as numbers. */
export function paramHeaderFault(
  declared: readonly ParamHeader[],
  args: unknown,
  headers: Record<string, string | string[] | undefined>,
): string | null {
  for (const { path, name, isNumeric } of declared) {
    const expected = argumentText(args, path);
    if (expected === undefined) continue;
    const header = headers[`mcp-param-${name.toLowerCase()}`];
    if (typeof header !== 'string') return `the Mcp-Param-${name} header is missing`;
    const value = decodeHeaderValue(header);
    if (value === undefined) return `the Mcp-Param-${name} header is not valid base64`;
    const agrees = isNumeric && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) === Number(expected) : value === expected;
    if (!agrees) return `the Mcp-Param-${name} header disagrees with the argument ${path.join('.')}`;
  }
  return null;
}
