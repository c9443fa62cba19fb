import { proxyFor } from './proxy-for';

export type Fetch = typeof fetch;

/**
 * `fetch` as this environment wants it. Node's own knows nothing of proxies; what does is loaded where there is one only.
 * @throws as `proxyFor`
 */
export async function openFetch(env: Record<string, string | undefined>, url: string): Promise<Fetch> {
  const proxy = await proxyFor(env, url);
  if (proxy === null) return fetch;
  const undici = await import('undici');
  const dispatcher = new undici.ProxyAgent(proxy.url);
  const through = (input: string, init: object) => undici.fetch(input, { ...init, dispatcher });
  return through as unknown as Fetch;
}
