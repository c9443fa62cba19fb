/** What to paste where, so that a client reaches the gateway. Pure; the rules come from each client's own documentation. */

/** Stands where a token goes when there is none to fill in. */
export const tokenPlaceholder = 'mwt_REPLACE';
/** The environment variable that every reference names. */
export const tokenVariable = 'AEROSTACK_MCP_TOKEN';
/** Hands the whole header to the bridge, whose arguments must not hold a space. */
const bridgeVariable = 'AUTH_HEADER';

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

export function clientGuides(target: ConnectTarget): ClientGuide[] {
  return [claudeCode(target), claudeDesktop(target), cursor(target), vsCode(target)];
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

const json = (value: unknown) => JSON.stringify(value, null, 2);
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

const environmentSnippet = (target: ConnectTarget): Snippet => ({
  title: 'Set the variable',
  where: 'Your shell profile, for example ~/.zshrc',
  text: environmentLine(target),
  isSecret: true,
});

function claudeCode(target: ConnectTarget): ClientGuide {
  const { slug, url, token } = target;
  const add = (value: string) =>
    `claude mcp add --transport http ${slug} "${url}" --header "Authorization: Bearer ${value}" --scope user`;
  const file = { mcpServers: { [slug]: { type: 'http', url, headers: bearer(`\${${tokenVariable}}`) } } };
  return {
    id: 'claude-code',
    label: 'Claude Code',
    notice: null,
    variants: [
      {
        id: 'literal',
        label: 'One command',
        explanation: 'Stores the token in ~/.claude.json, for you on this machine.',
        snippets: [
          { title: 'Add the server', where: 'A terminal', text: add(token ?? tokenPlaceholder), isSecret: true },
        ],
      },
      {
        id: 'reference',
        label: 'Team file',
        explanation: 'The file can be committed: each person’s token stays in their own environment.',
        snippets: [
          { title: 'Add the server', where: '.mcp.json in the project', text: json(file), isSecret: false },
          environmentSnippet(target),
        ],
      },
    ],
    link: null,
    check: `Run claude mcp list; ${slug} is shown as connected. Inside a session, /mcp lists its tools.`,
  };
}

function claudeDesktop({ slug, url, token }: ConnectTarget): ClientGuide {
  const args = ['-y', 'mcp-remote@latest', url, '--transport', 'http-only', ...insecureFlag(url)];
  // No space after the colon: Windows tears an argument with a space apart.
  args.push('--header', `Authorization:\${${bridgeVariable}}`);
  const env = { [bridgeVariable]: `Bearer ${token ?? tokenPlaceholder}` };
  return {
    id: 'claude-desktop',
    label: 'Claude Desktop',
    notice:
      'Claude Desktop’s file does not take a url: it skips such entries. This block starts a small bridge (mcp-remote) with Node.js 18 or later.',
    variants: [
      {
        id: 'literal',
        label: 'Bridge',
        explanation:
          'Open Settings → Developer → Edit Config, paste, then quit Claude Desktop fully and open it again.',
        snippets: [
          {
            title: 'Add the bridge',
            where:
              'claude_desktop_config.json — macOS: ~/Library/Application Support/Claude · Windows: %APPDATA%\\Claude · Linux: ~/.config/Claude',
            text: json({ mcpServers: { [slug]: { command: 'npx', args, env } } }),
            isSecret: true,
          },
        ],
      },
    ],
    link: null,
    check: 'After the restart the tools are listed under the sliders icon of the message box.',
  };
}

/** The bridge refuses plain http to anything but this machine unless it is told otherwise. */
function insecureFlag(url: string): string[] {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? ['--allow-http'] : [];
}

function cursor(target: ConnectTarget): ClientGuide {
  const { slug, url, token } = target;
  const reference = { url, headers: bearer(`\${env:${tokenVariable}}`) };
  const config = encodeURIComponent(btoa(JSON.stringify(reference)));
  const file = (server: unknown) => json({ mcpServers: { [slug]: server } });
  return {
    id: 'cursor',
    label: 'Cursor',
    notice: null,
    variants: [
      {
        id: 'literal',
        label: 'With the token',
        explanation: 'For you on this machine. Works at once, also when Cursor was not started from a terminal.',
        snippets: [
          {
            title: 'Add the server',
            where: '~/.cursor/mcp.json',
            text: file({ url, headers: bearer(token ?? tokenPlaceholder) }),
            isSecret: true,
          },
        ],
      },
      {
        id: 'reference',
        label: 'With a variable',
        explanation:
          'The file can be committed. On macOS start Cursor from a terminal, or it will not see the variable.',
        snippets: [
          { title: 'Add the server', where: '.cursor/mcp.json in the project', text: file(reference), isSecret: false },
          environmentSnippet(target),
        ],
      },
    ],
    link: {
      label: 'Add to Cursor',
      href: `cursor://anysphere.cursor-deeplink/mcp/install?name=${slug}&config=${config}`,
    },
    check: `Settings → MCP shows ${slug} with a green dot and its tools.`,
  };
}

function vsCode({ slug, url, token }: ConnectTarget): ClientGuide {
  const input = {
    type: 'promptString',
    id: 'aerostack-token',
    description: 'Aerostack workspace token (mwt_…)',
    password: true,
  };
  const server = (value: string) => ({ type: 'http', url, headers: bearer(value) });
  const asking = server(`\${input:${input.id}}`);
  const link = { name: slug, ...asking, inputs: [input] };
  return {
    id: 'vscode',
    label: 'VS Code',
    notice: null,
    variants: [
      {
        id: 'reference',
        label: 'Ask once',
        explanation: 'VS Code asks for the token at the first start and keeps it safely. The file can be committed.',
        snippets: [
          {
            title: 'Add the server',
            where: '.vscode/mcp.json in the project, or “MCP: Open User Configuration”',
            text: json({ inputs: [input], servers: { [slug]: asking } }),
            isSecret: false,
          },
        ],
      },
      {
        id: 'literal',
        label: 'With the token',
        explanation: 'For you on this machine: the command “MCP: Open User Configuration” opens the file.',
        snippets: [
          {
            title: 'Add the server',
            where: 'mcp.json of your user profile',
            text: json({ servers: { [slug]: server(token ?? tokenPlaceholder) } }),
            isSecret: true,
          },
        ],
      },
    ],
    link: { label: 'Add to VS Code', href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify(link))}` },
    check: `The command “MCP: List Servers” shows ${slug} as running.`,
  };
}
