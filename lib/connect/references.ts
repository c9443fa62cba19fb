/** A text in which every reference is replaced by its value, and the variables that have none. */
export interface Resolved {
  text: string;
  missing: string[];
}

/**
 * The ways in which clients name a variable within a text: `${{ secrets.X }}` (Continue), `{{X}}` (LibreChat), `${env:X}` (Cursor,
 * VS Code, Windsurf), `${input:x}` (VS Code), `${X}` and `${X:-default}` (Claude Code, Gemini, Goose), `{env:X}` (OpenCode), and `$X`
 * (Gemini, Goose) where all is in capitals.
 */
const reference =
  /\$\{\{\s*(?:secrets|inputs|env)\.([\w.-]+)\s*\}\}|\{\{\s*([A-Z]\w*)\s*\}\}|\$\{(?:(env|input|file):)?([^}:]+)(?::-([^}]*))?\}|\{env:(\w+)\}|\$([A-Z][A-Z0-9_]+)\b/g;

/** The variable that an input of VS Code is looked for in: `github-token` is `GITHUB_TOKEN`. */
export const variableOfInput = (id: string): string => id.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

/** @param lookUp the value of a variable; an empty one counts as none. */
export function resolveReferences(text: string, lookUp: (variable: string) => string | undefined): Resolved {
  const missing: string[] = [];
  const resolved = text.replace(reference, (whole, ...groups: (string | undefined)[]) => {
    const [secret, mustache, kind, name, fallback, braced, bare] = groups;
    if (kind === 'file') {
      missing.push(`the file ${name}`);
      return whole;
    }
    const plain = secret ?? mustache ?? name ?? braced ?? bare ?? '';
    const variable = kind === 'input' || secret !== undefined ? variableOfInput(plain) : plain;
    const value = lookUp(variable) || fallback;
    if (value === undefined) missing.push(variable);
    return value ?? whole;
  });
  return { text: resolved, missing };
}

/** What a text holds besides references. */
export const withoutReferences = (text: string): string => text.replace(reference, '');
