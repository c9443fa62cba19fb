import { setupCode } from './product';

export interface RestAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; whoever reads a field asserts its value. */
  body: Record<string, unknown>;
}

export interface CreatedToken {
  id: string;
  raw: string;
  url: string;
}

export interface Rest {
  apiKey: string;
  send(method: string, path: string, body?: unknown): Promise<RestAnswer>;
  createWorkspace(name: string): Promise<{ slug: string; url: string }>;
  addServer(slug: string, server: Record<string, unknown>): Promise<Record<string, unknown>>;
  createToken(slug: string, input?: Record<string, unknown>): Promise<CreatedToken>;
  revokeToken(slug: string, id: string): Promise<RestAnswer>;
}

export const owner = { email: 'ada@example.com', name: 'Ada Lovelace', password: 'correct horse battery staple' };

/** Makes the first user of a new installation and speaks for them. */
export async function setUp(origin: string): Promise<Rest> {
  const answer = await restSend(origin, null, 'POST', '/setup', { code: setupCode, ...owner });
  if (answer.status !== 201) throw new Error(`set-up answered ${answer.status}: ${answer.text}`);
  return restClient(origin, String(answer.body.api_key));
}

/** The REST API as a script with an API key uses it. */
export function restClient(origin: string, apiKey: string): Rest {
  const send: Rest['send'] = (method, path, body) => restSend(origin, apiKey, method, path, body);
  const must = async (status: number, method: string, path: string, body?: unknown) => {
    const answer = await send(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  return {
    apiKey,
    send,
    createWorkspace: async (name) => {
      const workspace = await must(201, 'POST', '/workspaces', { name });
      return { slug: String(workspace.slug), url: String(workspace.gateway_url) };
    },
    addServer: (slug, server) => must(201, 'POST', `/workspaces/${slug}/servers`, server),
    createToken: async (slug, input = {}) => {
      const { token, raw } = await must(201, 'POST', `/workspaces/${slug}/tokens`, { name: 'e2e', ...input });
      return { id: (token as { id: string }).id, raw: String(raw), url: `${origin}/ws/${slug}` };
    },
    revokeToken: (slug, id) => send('POST', `/workspaces/${slug}/tokens/${id}/revoke`),
  };
}

/** One request; `credential` is an API key, or headers of the caller's own. */
export async function restSend(
  origin: string,
  credential: string | Record<string, string> | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<RestAnswer> {
  const headers = new Headers(
    typeof credential === 'string' ? { authorization: `Bearer ${credential}` } : (credential ?? {}),
  );
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, body: isJson && text !== '' ? JSON.parse(text) : {} };
}
