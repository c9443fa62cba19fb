import type { z } from 'zod';

export type EndpointMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One line of the REST API: what its route serves, what its OpenAPI entry says. */
export interface Endpoint<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  method: EndpointMethod;
  /** Below `/api/v1`, with `{names}` of its parameters. */
  path: Path;
  summary: string;
  status: 200 | 201 | 204;
  /** True for what works without credentials. Everything else answers 401. */
  isPublic?: true;
  query?: Query;
  input?: Input;
  /** Absent exactly when the status is 204. */
  output?: Output;
}

/** `{ slug: string }` for `/workspaces/{slug}`. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & ParamsOf<Rest>
  : unknown;

/** Keeps the exact types of an endpoint, so that its handler is checked against them. */
export const endpoint = <
  const Path extends string,
  Query extends z.ZodType = z.ZodNever,
  Input extends z.ZodType = z.ZodNever,
  Output extends z.ZodType = z.ZodVoid,
>(
  line: Endpoint<Path, Query, Input, Output>,
): Endpoint<Path, Query, Input, Output> => line;
