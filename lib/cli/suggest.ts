/**
 * What was probably meant by a name that is unknown.
 * @returns a sentence with a space before it, to be put behind another one, or nothing.
 */
export async function suggest(name: string, known: string[]): Promise<string> {
  const { closestMatch } = await import('leven');
  // Beyond two letters in five it is another name.
  const meant = closestMatch(name.toLowerCase(), known, { maxDistance: Math.ceil(name.length * 0.4) });
  return meant === undefined ? '' : ` Did you mean “${meant}”?`;
}
