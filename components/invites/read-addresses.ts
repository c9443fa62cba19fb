/**
 * The addresses in a text that somebody typed or pasted: separated by commas, semicolons, spaces or lines, also out of a mail
 * program's `Ada Lovelace <ada@example.com>`.
 * @returns each once, as it was first written; whether they are addresses is for the API's own rules to say.
 */
export function readAddresses(text: string): string[] {
  const bare = text.replace(/(?:"[^"\n]*"|[^",;\n<])*<([^<>\s]+)>/g, ' $1 ');
  const byAddress = new Map<string, string>();
  for (const address of bare.split(/[\s,;]+/)) {
    const key = address.normalize('NFKC').toLowerCase();
    if (address !== '' && !byAddress.has(key)) byAddress.set(key, address);
  }
  return [...byAddress.values()];
}
