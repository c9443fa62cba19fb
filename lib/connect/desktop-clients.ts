import { bearer, type Client, type Connection, inAppSettings, inDotConfig } from './client';
import { tokenVariable } from './snippets';

/** The bridge reads the token and the server's origin from its environment; arguments are visible to everybody. */
const bridged = ({ bridge, secret, url }: Connection) => ({
  command: bridge.command,
  args: bridge.args,
  env: { AEROSTACK_URL: new URL(url).origin, [tokenVariable]: secret },
});

/** Clients with a window that are no code editors. */
export const desktopClients: Client[] = [
  {
    id: 'claude-desktop',
    label: 'Claude Desktop',
    format: 'json',
    user: [inAppSettings('Claude/claude_desktop_config.json')],
    project: [],
    servers: ['mcpServers'],
    reference: null,
    server: bridged,
    isStdio: true,
    next: 'Quit Claude Desktop fully and open it again.',
  },
  {
    id: 'lm-studio',
    label: 'LM Studio',
    format: 'json',
    user: ['~/.lmstudio/mcp.json'],
    project: [],
    servers: ['mcpServers'],
    reference: null,
    server: ({ url, secret }) => ({ url, headers: bearer(secret) }),
    next: 'LM Studio reads the file by itself.',
  },
  {
    id: 'goose',
    label: 'Goose',
    format: 'yaml',
    user: [inDotConfig('goose/config.yaml', `\${APPDATA:-~/AppData/Roaming}/Block/goose/config/config.yaml`)],
    project: [],
    servers: ['extensions'],
    reference: (variable) => `\${${variable}}`,
    server: ({ slug, url, secret }) => ({
      name: slug,
      type: 'streamable_http',
      uri: url,
      headers: bearer(secret),
      enabled: true,
      timeout: 300,
      description: '',
    }),
    next: 'Start a new session.',
  },
  {
    id: 'librechat',
    label: 'LibreChat',
    format: 'yaml',
    user: [],
    project: ['librechat.yaml'],
    servers: ['mcpServers'],
    reference: (variable) => `\${${variable}}`,
    server: ({ url, secret }) => ({ type: 'streamable-http', url, headers: bearer(secret) }),
    next: 'Restart LibreChat.',
  },
  {
    id: 'junie',
    label: 'JetBrains Junie',
    format: 'json',
    user: ['~/.junie/mcp/mcp.json'],
    project: ['.junie/mcp/mcp.json'],
    servers: ['mcpServers'],
    reference: null,
    server: bridged,
    isStdio: true,
    next: 'Settings → Tools → Junie → MCP Settings shows it.',
  },
];
