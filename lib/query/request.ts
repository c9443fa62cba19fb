import { ApiProblem } from './problem';

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/** Longer than the API takes for anything: adding a server is answered within 10 s. */
const deadlineMs = 30_000;

/**
 * One call of `/api/v1`, with the session's cookie.
 * @param path below `/api/v1`, already encoded, with its leading slash.
 * @throws ApiProblem for every answer that is not a success, and when none comes.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as T;
  const body = await readJson(response);
  if (!response.ok) throw problemFrom(response, body);
  return body as T;
}

async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    const message = deadline.aborted
      ? 'Aerostack did not answer within 30 seconds. Try again.'
      : 'Aerostack cannot be reached. Check your connection and try again.';
    throw new ApiProblem(0, 'unreachable', message, null);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiProblem(response.status, 'unreadable', unreadable(response.status), requestIdOf(response));
  }
}

const unreadable = (status: number) =>
  `The answer (HTTP ${status}) was not from Aerostack’s API; a proxy in between may have sent it.`;

const requestIdOf = (response: Response) => response.headers.get('x-request-id');

function problemFrom(response: Response, body: unknown): ApiProblem {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return new ApiProblem(
    response.status,
    text(problem.code) ?? 'internal',
    text(problem.detail) ?? text(problem.title) ?? `The request failed with HTTP ${response.status}.`,
    text(problem.request_id) ?? requestIdOf(response),
    Array.isArray(problem.errors) ? problem.errors : [],
  );
}
