/** A workspace token, invite or API key, whole or in good part. */
const secret = /(mwt|mwi|ak)_[0-9a-f]{8,}/gi;
/** What would move the cursor, change colours or turn the direction of writing: text from elsewhere must not. */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const wide =
  /\p{Emoji_Presentation}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

let segmenter: Intl.Segmenter | undefined;

/** As people count them. Made when first needed: it takes longer than a command that needs none. */
function characters(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export const holdsSecret = (text: string): boolean => text.search(secret) !== -1;

/** One line for a terminal, whatever it holds: no control characters, no secret. */
export const printable = (text: string): string =>
  text.replace(unprintable, '\ufffd').replace(secret, (_, prefix: string) => `${prefix}_…`);

/** How many columns of a terminal a line takes; as good as can be told without asking the terminal. */
export const displayWidth = (text: string): number =>
  characters(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

/** As much of the start as fits, with `…` in the place of the rest. */
export function cutTo(width: number, text: string): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  for (const character of characters(text)) {
    if (displayWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
