import { type AppError, errorCodes } from '../errors';
import type { Log } from '../log';

interface AnsweredRequest {
  request: Request;
  /** The pattern, as in `/workspaces/{slug}`. */
  route: string;
  requestId: string;
  status: number;
  userId: string | null;
  /** `performance.now()` at the start. */
  startedMs: number;
  error?: AppError | undefined;
}

/** One line per request: the route's pattern, never the URL, a header or a body. Reads that went well are for debugging only. */
export function logRequest(log: Log, answered: AnsweredRequest): void {
  const { request, route, requestId, status, userId, startedMs, error } = answered;
  const fields = {
    request_id: requestId,
    method: request.method,
    route,
    status,
    ms: Math.round(performance.now() - startedMs),
    ...(userId === null ? {} : { user_id: userId }),
    ...(error === undefined ? {} : { code: error.code }),
  };
  if (error !== undefined && !errorCodes[error.code].expected)
    log.error({ ...fields, err: error.cause ?? error }, 'request failed');
  else if (error === undefined && request.method === 'GET') log.debug(fields, 'request');
  else log.info(fields, 'request');
}
