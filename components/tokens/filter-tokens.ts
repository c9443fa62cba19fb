import type { Token } from '@/lib/tokens/schemas';

/**
 * The tokens whose name or hint holds the text. A whole token, pasted to find its row, is shortened to its hint here in the
 * browser; it is sent nowhere and stands in no address.
 */
export function filterTokens(tokens: readonly Token[], text: string, onlyActive: boolean): Token[] {
  const wanted = hintOf(text.trim()).toLowerCase();
  return tokens.filter(
    ({ name, hint, active }) =>
      (active || !onlyActive) && (name.toLowerCase().includes(wanted) || hint.toLowerCase().includes(wanted)),
  );
}

function hintOf(text: string): string {
  const raw = /\bmwt_([0-9a-f]{4})[0-9a-f]{40}([0-9a-f]{4})\b/.exec(text);
  return raw ? `mwt_${raw[1]}…${raw[2]}` : text;
}
