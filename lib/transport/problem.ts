import { z } from 'zod';
import { asUnavailable } from '../db/unavailable';
import { AppError, type ErrorCode, errorCodes, type FieldError, isAppError } from '../errors';

/** What every refusal looks like on the REST API; RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Whatever was thrown, as a refusal that may be shown. What nobody foresaw becomes `internal`, its cause kept for the log. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const errors = zodErrors(error);
  if (errors !== null)
    return new AppError('invalid_input', 'Some values are not valid; `errors` names them.', { errors });
  const sentence = 'Something went wrong on our side. Give the request id to whoever runs this server.';
  return asUnavailable(error) ?? new AppError('internal', sentence, { cause: error });
}

/** The answer for a refusal. Two refusals with the same code and message differ in nothing but the request id. */
export function problemResponse(error: AppError, requestId: string, headers: Record<string, string> = {}): Response {
  const { status, title } = errorCodes[error.code];
  const problem: Problem = {
    type: `urn:aerostack:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    request_id: requestId,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="aerostack"' } : {}),
      ...(error.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(error.retryAfterSeconds) }),
      ...headers,
    },
  });
}

/** By name, as `isAppError`: two bundles hold two copies of the class. */
function zodErrors(error: unknown): FieldError[] | null {
  if (!(error instanceof Error) || !['ZodError', '$ZodError'].includes(error.name) || !('issues' in error)) return null;
  const issues = error.issues as { path: PropertyKey[]; message: string; code?: string; keys?: string[] }[];
  return issues.flatMap(({ path, message, code, keys }) => {
    const names = code === 'unrecognized_keys' && keys !== undefined ? keys : [undefined];
    return names.map((key) => ({
      path: [...path, ...(key === undefined ? [] : [key])].map(String).join('.'),
      message: key === undefined ? message : 'This field is not known here.',
    }));
  });
}
