/**
 * A URI as those read it who resolve it (RFC 3986 §6.2.2): scheme and host in lower case, dot segments gone, and no letter, digit, `-`, `.`,
 * `_` or `~` behind a percent sign. What is no URI stays as it is.
 */
export function plainUri(uri: string): string {
  const decoded = uri.replace(/%([0-9a-f]{2})/gi, (written, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : written;
  });
  return URL.canParse(decoded) ? new URL(decoded).href : decoded;
}
