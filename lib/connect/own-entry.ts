import type { ConfiguredServer } from './configured-servers';
import { tokenVariable } from './snippets';

/** The workspace that a server of a configuration is the gateway of; null when it is none of Aerostack's. */
export function workspaceOf({ url, command, args, env }: ConfiguredServer): string | null {
  if (url !== null) return /^https?:\/\/[^/?#]+\/ws\/([a-z0-9-]+)\/?$/.exec(url)?.[1] ?? null;
  const slug = args[args.indexOf('bridge') + 1];
  const isBridge = command !== null && args.includes('bridge') && slug !== undefined;
  return isBridge && (tokenVariable in env || /aerostack|cli\.js/.test([command, ...args].join(' '))) ? slug : null;
}

/** The token that is written in an entry itself; null when it only names a variable, or has none. */
export function tokenIn({ headers, env }: ConfiguredServer): string | null {
  const texts = [...Object.values(headers), ...Object.values(env)];
  return texts.map((text) => /\bmwt_[0-9a-f]{48}\b/.exec(text)?.[0]).find((found) => found !== undefined) ?? null;
}
