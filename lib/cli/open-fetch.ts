import { CliError } from './cli-error';

type Env = Record<string, string | undefined>;
export type Fetch = typeof fetch;

/** As in Go and in browsers: what runs on this machine is not looked for behind a proxy. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

const read = (env: Env, name: string) => env[name.toLowerCase()] || env[name] || undefined;

/** The variable that names a proxy for a URL, if one does; `NO_PROXY` is not looked at. */
export function proxyVariable(env: Env, url: string): 'HTTPS_PROXY' | 'HTTP_PROXY' | undefined {
  const { protocol, hostname } = new URL(url);
  if (loopback.includes(hostname)) return undefined;
  const names = protocol === 'https:' ? (['HTTPS_PROXY', 'HTTP_PROXY'] as const) : (['HTTP_PROXY'] as const);
  return names.find((name) => read(env, name) !== undefined);
}

/**
 * `fetch` as this environment wants it: through `HTTPS_PROXY` or `HTTP_PROXY`, except for what `NO_PROXY` lists. Node's own knows
 * nothing of them; what does is loaded where one is set only.
 * @throws CliError `usage` for a proxy that is no URL, without repeating it: it may hold a password
 */
export async function openFetch(env: Env, url: string): Promise<Fetch> {
  const variable = proxyVariable(env, url);
  if (variable === undefined) return fetch;
  if (!URL.canParse(read(env, variable) ?? '')) {
    throw new CliError('usage', `${variable} must be a URL, for example http://proxy.example.com:3128.`);
  }
  const undici = await import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: read(env, 'HTTP_PROXY') ?? '',
    httpsProxy: read(env, 'HTTPS_PROXY') ?? '',
    noProxy: read(env, 'NO_PROXY') ?? '',
  });
  const through = (input: string, init: object) => undici.fetch(input, { ...init, dispatcher });
  return through as unknown as Fetch;
}
