import { describePlace } from './client';
import { configData, referringConnection } from './client-config';
import { clientOf } from './clients';
import { type ClientGuide, type ConnectTarget, environmentSnippet, json, tokenPlaceholder } from './snippets';

/** Hands the whole header to the bridge, whose arguments must not hold a space. */
const bridgeVariable = 'AUTH_HEADER';

export function claudeCode(target: ConnectTarget): ClientGuide {
  const { slug, url, token } = target;
  const add = (value: string) =>
    `claude mcp add --transport http ${slug} "${url}" --header "Authorization: Bearer ${value}" --scope user`;
  const client = clientOf('claude-code');
  const file = configData(client, referringConnection(target, client));
  return {
    id: 'claude-code',
    label: 'Claude Code',
    notice: null,
    variants: [
      {
        id: 'literal',
        label: 'One command',
        explanation: `Stores the token in ${client.user.map(describePlace)}, for you on this machine.`,
        snippets: [
          { title: 'Add the server', where: 'A terminal', text: add(token ?? tokenPlaceholder), isSecret: true },
        ],
      },
      {
        id: 'reference',
        label: 'Team file',
        explanation: 'The file can be committed: each person’s token stays in their own environment.',
        snippets: [
          { title: 'Add the server', where: `${client.project[0]} in the project`, text: json(file), isSecret: false },
          environmentSnippet(target),
        ],
      },
    ],
    link: null,
    check: `Run claude mcp list; ${slug} is shown as connected. Inside a session, /mcp lists its tools.`,
  };
}

export function claudeDesktop({ slug, url, token }: ConnectTarget): ClientGuide {
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
            where: clientOf('claude-desktop').user.map(describePlace).join(),
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
