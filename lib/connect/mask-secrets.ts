import type { ConfigFormat } from './config-format';
import { withoutReferences } from './references';
import { applySplices } from './text-edit';

/** Keys below which everything is taken for a secret. */
const secretPlace = /^(headers|http_headers|env|envs|environment)$/i;
const secretKey = /token|secret|passw|credential|cookie|auth|api[-_]?key|^key$/i;
/** What shows a secret wherever it stands; of an Aerostack token enough is left to find it in a list. */
const token = /\bmwt_([0-9a-f]{4})[0-9a-f]{36,}([0-9a-f]{4})\b/g;
const scheme = /\b(bearer|basic|token)(\s+)(?!mwt_[0-9a-f…])[^\s"',$<{]{6,}/gi;
const known = /\b((?:mwi|ak|sk|pk|rk|gh[opsu]|github_pat|glpat|xox[abeprs]|AKIA|eyJ)[-_]?)[A-Za-z0-9_.-]{8,}/g;
const query = /(https?:\/\/[^\s"'?#]*\?)[^\s"'#]+/g;
const userinfo = /(https?:\/\/)[^\s"'/@]+@/g;
const dense = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=.-]{24,}$/;

/** A line of text without what looks like a secret in it. */
export const maskText = (text: string): string =>
  text
    .replace(token, 'mwt_$1…$2')
    .replace(scheme, '$1$2…')
    .replace(known, '$1…')
    .replace(query, '$1…')
    .replace(userinfo, '$1…@');

/** A configuration that can be shown: the text with `…` in the place of every value that is, or may be, a secret. */
export function maskConfig(format: ConfigFormat, text: string): string {
  const hidden = format.strings(text).flatMap(({ keys, start, end, value }) => {
    const last = keys.at(-1) ?? '';
    const isSecret = keys.some((key) => secretPlace.test(key)) || secretKey.test(last) || dense.test(value);
    const shown = isSecret && !isPlain(last, value) ? hide(value) : maskText(value);
    if (shown === value) return [];
    const quote = /^["']/.exec(text.slice(start, start + 1))?.[0] ?? '';
    return [{ start, end, text: quote + shown + quote }];
  });
  return maskText(applySplices(text, hidden));
}

/** What names a secret, or where it goes, is none. */
const isPlain = (key: string, value: string) =>
  /_URL$|^url$|env_var$/i.test(key) || /^\s*(bearer|basic|token)?\s*$/i.test(withoutReferences(value));

function hide(value: string): string {
  const masked = maskText(value);
  if (masked !== value) return masked;
  const [, first = ''] = /^(bearer|basic|token)\s/i.exec(value) ?? [];
  if (/…/.test(value)) return value;
  return first === '' ? '…' : `${first} …`;
}
