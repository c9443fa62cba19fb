/** What a text holds that must not stand in a search field, an address or a request. */
export type Pasted = { kind: 'token'; raw: string } | { kind: 'part' } | { kind: 'other'; name: string } | null;

const tokenText = /(?<![0-9a-z_])mwt_[0-9a-f]{48}(?![0-9a-z])/;
/** More of a token than its hint shows. */
const partText = /mwt_[0-9a-f]{9,}/i;
const otherText = /(?<![0-9a-z_])(mwi|ak)_[0-9a-f]{9,}/i;

/** Recognises a token wherever it stands in a text, such as a copied header or a configuration block. */
export function findPasted(text: string): Pasted {
  const raw = tokenText.exec(text)?.[0];
  if (raw !== undefined) return { kind: 'token', raw };
  if (partText.test(text)) return { kind: 'part' };
  const other = otherText.exec(text)?.[1];
  if (other !== undefined) return { kind: 'other', name: other.toLowerCase() === 'ak' ? 'an API key' : 'an invite' };
  return null;
}

/** What the list shows of a token: its first four and last four characters. */
export const hintOfToken = (raw: string): string => `${raw.slice(0, 8)}…${raw.slice(-4)}`;

/** False over plain http from another machine: browsers hash nothing there. */
export const canHash = (): boolean => globalThis.crypto?.subtle !== undefined;

/** SHA-256 of the whole token, as lowercase hex: what the server knows it by. */
export async function hashToken(raw: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(raw));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
