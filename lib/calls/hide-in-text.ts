/** What stands in place of a value that is not recorded. */
export const redacted = '[redacted]';

/**
 * `name: `, `name=`, `"name": `. A name begins where no other goes on, so that the time for a text grows with its length only.
 */
const names = /(?<![\w.-])([A-Za-z_][\w.-]{0,63})["']?\s{0,8}[:=]\s{0,8}/g;
const value = /"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:Bearer|Basic)\s+[^\s,;"']+|\{[^}]*\}?|\[[^\]]*\]?|[^\s,;&"'}\]]+/iy;

/** Secrets that their own form gives away. */
const secrets = new RegExp(
  [
    String.raw`\b(?:mwt|mwi|ak)_[0-9a-f]{8,}`,
    String.raw`\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?`,
    String.raw`\bsk-[\w-]{16,}`,
    String.raw`\b(?:gh[pousr]|github_pat|glpat|xox[abeprs])[_-][\w-]{10,}`,
    String.raw`\bAKIA[0-9A-Z]{16}\b`,
    String.raw`(?<=\b(?:Bearer|Basic) )[\w.~+/=-]{8,}`,
    '-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)',
  ].join('|'),
  'g',
);

/** A text without the values of the fields that it names, and without what looks like a secret. */
export function hideInText(text: string, isHidden: (field: string) => boolean): string {
  const shown = text.replaceAll(secrets, redacted);
  let out = '';
  let from = 0;
  for (const { index, 0: before, 1: name = '' } of shown.matchAll(names)) {
    if (index < from || !isHidden(name)) continue;
    const at = index + before.length;
    value.lastIndex = at;
    const found = value.exec(shown)?.[0] ?? '';
    const quote = /^["']/.exec(found)?.[0] ?? '';
    out += shown.slice(from, at) + quote + redacted + quote;
    from = at + found.length;
  }
  return out + shown.slice(from);
}
