/** One sticky pattern per kind of scalar; RFC 8259 §6, §7. */
const scalar =
  /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const string = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const space = /[ \t\n\r]*/y;

/**
 * Where a text stops being JSON, for people: `line 3, column 7`. `JSON.parse` names the place only sometimes,
 * and its message repeats what it read, which may be a secret. To be called on text that it has refused.
 */
export function jsonFaultPlace(text: string): string {
  const before = text.slice(0, faultIndex(text)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Walks the grammar with a stack of its own, so that no nesting is too deep. Returns the index of the first character that does not fit. */
function faultIndex(text: string): number {
  const closers: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const matched = pattern.test(text);
    if (matched) at = pattern.lastIndex;
    return matched;
  };
  const takeCharacter = (character: string): boolean => {
    take(space);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const takeKey = () => {
    take(space);
    return take(string) && takeCharacter(':');
  };

  for (;;) {
    take(space);
    const open = text[at];
    if (open === '{' || open === '[') {
      at += 1;
      const closer = open === '{' ? '}' : ']';
      if (!takeCharacter(closer)) {
        closers.push(closer);
        if (closer === '}' && !takeKey()) return at;
        continue;
      }
    } else if (!take(scalar)) return at;

    while (closers.length > 0 && !takeCharacter(',')) {
      if (!takeCharacter(closers.at(-1) as string)) return at;
      closers.pop();
    }
    if (closers.length === 0) {
      take(space);
      return at;
    }
    if (closers.at(-1) === '}' && !takeKey()) return at;
  }
}
