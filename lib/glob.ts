/**
 * Whether a glob matches the whole text. `*` stands for any run of characters, also of none; nothing else is special. Takes at most
 * the product of both lengths: a pattern is written by people, and a regular expression made of it could be slow on purpose.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let at = 0;
  let here = 0;
  let star = -1;
  let resume = 0;
  while (here < text.length) {
    if (glob[at] === '*') {
      star = at;
      at += 1;
      resume = here;
    } else if (at < glob.length && glob[at] === text[here]) {
      at += 1;
      here += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      at = star + 1;
      resume += 1;
      here = resume;
    } else {
      return false;
    }
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}
