const lengthMax = 300;
/** Also what only begins like a secret: it may have been cut. */
const secrets = /(mwt|mwi|ak)_[0-9a-f]+/gi;

/** Where GitHub found a secret, as it is kept and shown: one short line, a web address or a word, that holds no secret itself. */
export function githubSource({
  url,
  source,
}: {
  url?: string | null | undefined;
  source?: string | null | undefined;
}): string {
  const place = isWebAddress(url) ? url : /^[a-z_]{1,40}$/i.test(source ?? '') ? source : 'unknown';
  return `github: ${place}`.replace(secrets, '$1_…').slice(0, lengthMax);
}

/** Printable and without spaces; no name or password in it. */
function isWebAddress(text: string | null | undefined): text is string {
  if (text == null || !/^https?:\/\/[!-~]+$/i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
