/** What stands in place of a value that is not recorded. */
export const redacted = '[redacted]';

/**
 * `name: `, `name=`, `"name": `, `--name=`, `name => `. A name begins where no other goes on, so that the time for a text grows with its
 * length only.
 */
const names = /(?<![\w.])-{0,2}([A-Za-z_][\w.-]{0,63})\\?["']?\s{0,8}(?::=|=>|[:=])\s{0,8}/g;
/** In quotes, escaped ones too, or in brackets as far as those go. */
const enclosed = /\\"(?:[^"\\]|\\[^"])*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|\{[^}]*(?:\}[^}\n]*)*|\[[^\]]*\]?/y;
const word = /[^\s,;&"'}\]\\]+/y;
const restOfLine = /[^\n"\\]+/y;

/** Secrets that their own form gives away. */
const secrets = new RegExp(
  [
    String.raw`\b(?:mwt|mwi|ak)_[0-9a-f]{8,}`,
    String.raw`(?<![\w-])eyJ[\w-]{8,2000}\.[\w-]+(?:\.[\w-]*)?`,
    String.raw`(?<![\w-])sk-[\w-]{16,}`,
    String.raw`\b[sr]k_(?:live|test)_\w{10,}`,
    String.raw`\bAIza[\w-]{30,}`,
    String.raw`\bnpm_\w{20,}`,
    String.raw`(?<=:\/\/[^\s\/:@]{0,64}:)[^\s\/@]{1,256}(?=@)`,
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
    const found = valueAt(shown, at, before, name);
    const quote = /^["']/.exec(found)?.[0] ?? '';
    out += shown.slice(from, at) + quote + redacted + quote;
    from = at + found.length;
  }
  return out + shown.slice(from);
}

/** A value without quotes ends with its word in `name=value`, which others may follow, and with its line after a colon. */
function valueAt(text: string, at: number, before: string, name: string): string {
  const isLine = /:\s*$/.test(before) || /cookie|authorization/i.test(name);
  for (const form of isLine ? [enclosed, restOfLine] : [enclosed, word]) {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return '';
}
