import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { CliError } from './cli-error';
import { proxyVariable } from './open-fetch';

type Env = Record<string, string | undefined>;

const keepAlive = { keepAlive: true, keepAliveMsecs: 15_000 };

/**
 * The proxy between here and this address, as `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` have it; null without one.
 * @throws CliError `usage` for a proxy that is no URL, without repeating it: it may hold a password
 */
export async function proxyFor(env: Env, url: string): Promise<{ variable: string; url: string } | null> {
  const variable = proxyVariable(env, url);
  if (variable === undefined) return null;
  const { getProxyForUrl } = await import('proxy-from-env');
  const asked = variable === 'HTTP_PROXY' ? url.replace(/^https:/, 'http:') : url;
  const found = getProxyForUrl(asked);
  if (found === '') return null;
  if (URL.canParse(found)) return { variable, url: found };
  throw new CliError('usage', `${variable} must be a URL, for example http://proxy.example.com:3128.`);
}

/** Connections to this address that are kept for the next request, through the proxy that the environment names. */
export async function openAgent(env: Env, url: string): Promise<HttpAgent> {
  const proxy = await proxyFor(env, url);
  if (proxy === null) return url.startsWith('https:') ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy.url, keepAlive);
}
