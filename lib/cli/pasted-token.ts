import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CliError } from './cli-error';

const bodyLength = 40;
const wholeLength = 52;

/**
 * The token that stands in a text, bare or within a header or a configuration block.
 * @throws CliError `failure` for what the gateway refuses before it looks anything up, saying why. It repeats nothing of it.
 */
export function readPastedToken(text: string): string {
  const found = /(?<![0-9a-z_])mwt_[0-9a-z_]*/i.exec(text)?.[0];
  if (found === undefined) throw refused(withoutToken(text));
  if (found.length !== wholeLength)
    throw refused(`it has ${found.length} characters instead of ${wholeLength}: a piece is missing, or one too many.`);
  if (found !== found.toLowerCase()) throw refused('it holds capital letters, which a token never does.');
  const body = found.slice(4, 4 + bodyLength);
  const checksum = crc32(body).toString(16).padStart(8, '0');
  if (/^mwt_[0-9a-f]+$/.test(found) && found.endsWith(checksum)) return found;
  throw refused('its checksum does not fit: a character is wrong. Copy it again.');
}

/** What the server knows a token by: SHA-256 of the whole of it. */
export const hashToken = (raw: string): string => createHash('sha256').update(raw).digest('hex');

function withoutToken(text: string): string {
  if (text.trim() === '') return 'there is nothing: the variable that should hold it is empty.';
  if (/\bak_[0-9a-f]{9,}/i.test(text))
    return 'this is an API key. It opens the REST API; the gateway wants a token, mwt_….';
  if (/\bmwi_[0-9a-f]{9,}/i.test(text))
    return 'this is an invite. Open its link, and accept it: the token is shown then.';
  if (/\$\{?[A-Za-z_]/.test(text))
    return 'this is the name of a variable that the client did not replace by its value. Set it where the client runs.';
  return 'there is no token in it. One begins with mwt_.';
}

const refused = (why: string) =>
  new CliError('failure', `The gateway refuses this before it looks anything up: ${why}`);
