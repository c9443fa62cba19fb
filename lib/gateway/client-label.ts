import { metaKeys } from '../mcp-protocol';
import type { Message } from './read-envelope';

/** What the client calls itself, `claude-code 2.1.330`, from the handshake or the 2026-07-28 envelope; null when it does not say. */
export function clientLabel({ method, params }: Message): string | null {
  const meta = params._meta as Record<string, unknown> | null | undefined;
  const info = method === 'initialize' ? params.clientInfo : meta?.[metaKeys.clientInfo];
  if (typeof info !== 'object' || info === null) return null;
  const { name, title, version } = info as Record<string, unknown>;
  const shown = typeof title === 'string' && title.trim() !== '' ? title : name;
  if (typeof shown !== 'string') return null;
  const label = typeof version === 'string' ? `${shown} ${version}` : shown;
  // Shown in the dashboard: nothing invisible, nothing that turns text around.
  const visible = isPlain.test(label) ? label : label.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
  // Kept as well as shown: no secret, should a client be set up with one for a name.
  const masked = visible.includes('_') ? visible.replace(secrets, '$1_…') : visible;
  return masked.trim().slice(0, 80) || null;
}

const isPlain = /^[\x20-\x7e]*$/;
const secrets = /(mwt|mwi|ak)_[0-9a-f]{48}/g;
