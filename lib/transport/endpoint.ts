import type { z } from 'zod';

export type EndpointMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Schemas<Query extends z.ZodType, Input extends z.ZodType, Output extends z.ZodType> {
  query?: Query;
  input?: Input;
  /** Absent exactly when the status is 204. */
  output?: Output;
}

/** One line of the REST API: what its route serves, what its OpenAPI entry says. */
export interface Endpoint<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends Schemas<Query, Input, Output> {
  method: EndpointMethod;
  /** Below `/api/v1`, with `{names}` of its parameters. */
  path: Path;
  summary: string;
  status: 200 | 201 | 202 | 204;
  /** True for what works without credentials. Everything else answers 401. */
  isPublic?: true;
  /** True for what is a file, as CSV or JSON; `output` is its rows. */
  isExport?: true;
}

/** `{ slug: string }` for `/workspaces/{slug}`. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & ParamsOf<Rest>
  : unknown;

/**
 * Keeps the exact types of an endpoint, so that its handler is checked against them.
 * @param line method and path, as in `GET /workspaces/{slug}`.
 */
export function endpoint<
  const Path extends string,
  Query extends z.ZodType = z.ZodNever,
  Input extends z.ZodType = z.ZodNever,
  Output extends z.ZodType = z.ZodVoid,
>(
  line: `${EndpointMethod} ${Path}`,
  summary: string,
  status: Endpoint['status'],
  schemas: Schemas<Query, Input, Output> = {},
): Endpoint<Path, Query, Input, Output> {
  const [method, path] = line.split(' ') as [EndpointMethod, Path];
  return { method, path, summary, status, ...schemas };
}

/** The same for what works without credentials. */
export const publicEndpoint: typeof endpoint = (line, summary, status, schemas) => ({
  ...endpoint(line, summary, status, schemas),
  isPublic: true,
});

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The same for a file of rows; `format` comes on top of the query. */
export const exportEndpoint = <const Path extends string, Query extends z.ZodType, Rows extends z.ZodType>(
  line: `GET ${Path}`,
  summary: string,
  schemas: { query: Query; output: Rows },
): Endpoint<Path, Query, z.ZodNever, Rows> => ({
  ...endpoint(line, summary, 200, schemas),
  isExport: true,
});
