import { CliError } from './cli-error';

type Env = Record<string, string | undefined>;

/** As in Go and in browsers: what runs on this machine is not looked for behind a proxy. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

const read = (env: Env, name: string) => env[name.toLowerCase()] || env[name];

/** The variable that names a proxy for a URL, if one does; `NO_PROXY` is not looked at. */
export function proxyVariable(env: Env, url: string): 'HTTPS_PROXY' | 'HTTP_PROXY' | undefined {
  const { protocol, hostname } = new URL(url);
  if (loopback.includes(hostname)) return undefined;
  const names = protocol === 'https:' ? (['HTTPS_PROXY', 'HTTP_PROXY'] as const) : (['HTTP_PROXY'] as const);
  return names.find((name) => read(env, name));
}

/**
 * The proxy between here and this address, as `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` have it; null without one.
 * @throws CliError `usage` for a proxy that is no URL, without repeating it: it may hold a password
 */
export async function proxyFor(env: Env, url: string): Promise<{ variable: string; url: string } | null> {
  const variable = proxyVariable(env, url);
  if (variable === undefined) return null;
  if (isExcepted(env, url)) return null;
  const named = read(env, variable) ?? '';
  if (/^https?:\/\//i.test(named) && URL.canParse(named)) return { variable, url: named };
  throw new CliError(
    'usage',
    `${variable} must be an http:// or https:// URL, for example http://proxy.example.com:3128.`,
  );
}

/**
 * As curl, Go and undici read `NO_PROXY`: a name stands for all below it, too, and a port is the address's own, whichever variable names
 * the proxy.
 */
function isExcepted(env: Env, url: string): boolean {
  const { protocol, hostname, port } = new URL(url);
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  const entries = (read(env, 'NO_PROXY') ?? '').toLowerCase().split(/[,\s]+/);
  return entries.some((entry) => {
    if (entry === '*' || `[${entry}]` === hostname) return true;
    const [, host = entry, onlyPort = ownPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
    const name = host.replace(/^\*?\./, '');
    return onlyPort === ownPort && name !== '' && `.${hostname}`.endsWith(`.${name}`);
  });
}
