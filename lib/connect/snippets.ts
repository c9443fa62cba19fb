/** What to paste where, so that a client reaches the gateway. Pure; the rules come from each client's own documentation. */

/** Stands where a token goes when there is none to fill in. */
export const tokenPlaceholder = 'mwt_REPLACE';
/** The environment variable that every reference names. */
export const tokenVariable = 'AEROSTACK_MCP_TOKEN';

export interface ConnectTarget {
  slug: string;
  /** The workspace's gateway URL, exactly: no trailing slash, no query. */
  url: string;
  /** The raw token, on the one screen that knows it. */
  token: string | null;
}

export interface Snippet {
  title: string;
  /** Where the text goes: a file, a settings page or a terminal. */
  where: string;
  text: string;
  /** The text holds the token (or the place for it), so it must not be committed or shared. */
  isSecret: boolean;
}

export interface Variant {
  id: 'reference' | 'literal';
  label: string;
  explanation: string;
  snippets: Snippet[];
}

export interface ClientGuide {
  id: 'claude-code' | 'claude-desktop' | 'cursor' | 'vscode';
  label: string;
  /** What one has to know before pasting. */
  notice: string | null;
  variants: Variant[];
  /** Opens the client with everything but the token filled in. Links end up in histories and logs: never a secret here. */
  link: { label: string; href: string } | null;
  /** How to see that it worked. */
  check: string;
}

/** The block that the API returns with a new token, to the letter. */
export function mcpJson({ slug, url, token }: ConnectTarget): string {
  return json({ mcpServers: { [slug]: { url, headers: { Authorization: `Bearer ${token ?? tokenPlaceholder}` } } } });
}

/** Lists the tools from a terminal, to see that URL and token work before any client is configured. */
export function verifyCommand({ url, token }: ConnectTarget): string {
  return [
    `curl -sS "${url}" \\`,
    `  -H "Authorization: Bearer ${token ?? `$${tokenVariable}`}" \\`,
    "  -H 'Content-Type: application/json' \\",
    "  -H 'Accept: application/json, text/event-stream' \\",
    `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
  ].join('\n');
}

/** The line for a shell profile or an `.env` file that the references below read. */
export const environmentLine = ({ token }: ConnectTarget) => `export ${tokenVariable}="${token ?? tokenPlaceholder}"`;

/** As people keep it in files. */
export const json = (value: unknown) => JSON.stringify(value, null, 2);

/** What a configuration that only refers to the token needs besides itself. */
export const environmentSnippet = (target: ConnectTarget): Snippet => ({
  title: 'Set the variable',
  where: 'Your shell profile, for example ~/.zshrc',
  text: environmentLine(target),
  isSecret: true,
});
