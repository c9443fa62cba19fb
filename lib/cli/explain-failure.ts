import { CliError, type FailureKind } from './cli-error';

export interface RefusalFacts {
  origin: string;
  url: string;
  status: number;
  headers: Headers;
  /** Null when the answer was no JSON object. */
  body: Record<string, unknown> | null;
  missing?: string | undefined;
}

/** `application/problem+json` as Aerostack writes it; a code that is newer than this program is understood by its status. */
async function parseProblem(body: unknown) {
  const { z } = await import('zod');
  const Problem = z.object({
    code: z.string(),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  });
  return Problem.safeParse(body);
}

const kinds: Record<number, FailureKind> = {
  401: 'not_signed_in',
  404: 'not_found',
  422: 'usage',
  429: 'rate_limited',
};

/** What an answer means that is not a success, in one line that says what to do. */
export async function explainRefusal(facts: RefusalFacts): Promise<CliError> {
  const { origin, status, headers } = facts;
  const redirect = status >= 300 && status < 400 ? redirectOrigin(facts) : null;
  if (redirect !== null)
    return new CliError(
      'failure',
      `${origin} sends its visitors to ${redirect}. Set AEROSTACK_URL to that if you trust it.`,
    );
  const problem = await parseProblem(facts.body);
  if (!problem.success) {
    return new CliError(
      'failure',
      `${origin} answers, but not as Aerostack does (HTTP ${status}). Check AEROSTACK_URL.`,
    );
  }
  const { detail, request_id, errors = [] } = problem.data;
  const kind = kinds[status] ?? 'failure';
  const fields = errors.map(({ path, message }) =>
    path === '' ? message : `${path.replaceAll('_', '-')}: ${message}`,
  );
  const seconds = headers.get('retry-after');
  const sentences: Record<FailureKind, string> = {
    not_signed_in: `${origin} does not accept this API key. Run aerostack login, or make a new one there under Account → API keys, and set AEROSTACK_API_KEY to it.`,
    not_found: facts.missing ?? detail,
    usage: fields.length > 0 ? fields.join(' ') : detail,
    rate_limited: `Too many requests. Try again ${seconds === null ? 'in a minute' : `in ${seconds} s`}.`,
    interrupted: 'Interrupted.',
    failure: status >= 500 ? `${detail} (HTTP ${status}, request id ${request_id})` : detail,
  };
  return new CliError(kind, sentences[kind]);
}

function redirectOrigin({ url, headers }: RefusalFacts): string | null {
  const location = headers.get('location');
  return location !== null && URL.canParse(location, url) ? new URL(location, url).origin : null;
}

interface Attempt {
  origin: string;
  method: string;
  deadlineMs: number;
  /** The variable that names a proxy, where one is in the way. */
  proxy?: string | undefined;
}

const isTls = /CERT|SIGN|ISSUER|SSL|EPROTO/;

/** Why no whole answer came, in one line that says what to do. */
export function explainSilence(error: unknown, { origin, method, deadlineMs, proxy }: Attempt): CliError {
  const { host, hostname } = new URL(origin);
  const code = codeOf(error);
  const unsure = method === 'GET' ? '' : ' It may have been done all the same: list before you repeat it.';
  if (code === 'AbortError') return new CliError('interrupted', `Interrupted.${unsure}`, { cause: error });
  const sentence = () => {
    if (code === 'TimeoutError') return `${origin} did not answer within ${deadlineMs / 1_000} s.${unsure}`;
    if (proxy !== undefined && !isTls.test(code))
      return `${origin} cannot be reached through the proxy that ${proxy} names (${code}). Check both, and NO_PROXY.${unsure}`;
    if (code === 'ECONNREFUSED')
      return `Nothing answers at ${origin}. Start Aerostack there (npm start), or set AEROSTACK_URL to where it runs.`;
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      return `The name ${hostname} cannot be resolved. Check AEROSTACK_URL and the network.`;
    if (/CERT|SIGN|ISSUER/.test(code))
      return `The certificate of ${host} is not trusted (${code}). If a CA of your own signed it, name its file in NODE_EXTRA_CA_CERTS.`;
    if (/SSL|EPROTO/.test(code))
      return `${host} does not speak TLS (${code}). Check whether AEROSTACK_URL should begin with http://.`;
    const isUnsent = ['EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
    return `${origin} cannot be reached (${code}). Check AEROSTACK_URL and the network.${isUnsent ? '' : unsure}`;
  };
  return new CliError('failure', sentence(), { cause: error });
}

/** fetch wraps what happened; the innermost code says it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : error.name === 'Error'
      ? error.message
      : error.name;
}
