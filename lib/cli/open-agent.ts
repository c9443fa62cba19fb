import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { proxyFor } from './proxy-for';

const keepAlive = { keepAlive: true, keepAliveMsecs: 15_000 };

/** Connections to this address that are kept for the next request, through the proxy that the environment names. */
export async function openAgent(env: Record<string, string | undefined>, url: string): Promise<HttpAgent> {
  const proxy = await proxyFor(env, url);
  if (proxy === null) return url.startsWith('https:') ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy.url, keepAlive);
}
