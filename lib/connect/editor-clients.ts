import { bearer, type Client, type Connection, inAppSettings, inDotConfig } from './client';

/** VS Code asks for it at the first start and keeps it safely. Each workspace has a token of its own, hence an input too. */
export const tokenInput = (slug: string) => ({
  type: 'promptString',
  id: `aerostack-token-${slug}`,
  description: `Aerostack token for ${slug} (mwt_…)`,
  password: true,
});

const vsCodeFile = {
  format: 'json',
  servers: ['servers'],
  reference: (_: string, slug: string) => `\${input:${tokenInput(slug).id}}`,
  alongside: ({ slug, variable }: Connection) =>
    variable === null ? [] : [{ path: ['inputs', { field: 'id', is: tokenInput(slug).id }], value: tokenInput(slug) }],
} as const satisfies Partial<Client>;

const vsCode = (id: string, label: string, folder: string): Client => ({
  ...vsCodeFile,
  servers: ['servers'],
  id,
  label,
  user: [inAppSettings(`${folder}/User/mcp.json`)],
  project: ['.vscode/mcp.json'],
  server: ({ url, secret }) => ({ type: 'http', url, headers: bearer(secret) }),
  next: 'The command “MCP: List Servers” starts it.',
});

const storageOf = (extension: string, file: string) =>
  inAppSettings(`Code/User/globalStorage/${extension}/settings/${file}`);

/** Editors, and what is plugged into them. */
export const editorClients: Client[] = [
  {
    id: 'cursor',
    label: 'Cursor',
    format: 'json',
    user: ['~/.cursor/mcp.json'],
    project: ['.cursor/mcp.json'],
    servers: ['mcpServers'],
    reference: (variable) => `\${env:${variable}}`,
    server: ({ url, secret }) => ({ url, headers: bearer(secret) }),
    next: 'Settings → MCP shows it.',
  },
  vsCode('vscode', 'VS Code', 'Code'),
  vsCode('vscode-insiders', 'VS Code Insiders', 'Code - Insiders'),
  {
    ...vsCodeFile,
    servers: ['servers'],
    id: 'visual-studio',
    label: 'Visual Studio',
    user: ['~/.mcp.json'],
    project: ['.mcp.json'],
    server: ({ url, secret }) => ({ url, headers: bearer(secret) }),
    next: 'Open the tools of Copilot’s agent mode.',
  },
  {
    id: 'windsurf',
    label: 'Windsurf',
    format: 'json',
    user: ['~/.codeium/windsurf/mcp_config.json'],
    project: [],
    servers: ['mcpServers'],
    reference: (variable) => `\${env:${variable}}`,
    server: ({ url, secret }) => ({ serverUrl: url, headers: bearer(secret) }),
    next: 'Refresh the servers in Cascade. It takes 100 tools at most, of all servers together.',
  },
  {
    id: 'zed',
    label: 'Zed',
    format: 'json',
    user: [
      {
        ...inDotConfig('zed/settings.json', `\${APPDATA:-~/AppData/Roaming}/Zed/settings.json`),
        mac: '~/.config/zed/settings.json',
      },
    ],
    project: ['.zed/settings.json'],
    servers: ['context_servers'],
    reference: null,
    server: ({ url, secret }) => ({ url, headers: bearer(secret) }),
    next: 'Zed reads the file by itself.',
  },
  {
    id: 'jetbrains-copilot',
    label: 'GitHub Copilot for JetBrains',
    format: 'json',
    user: [
      inDotConfig(
        'github-copilot/intellij/mcp.json',
        `\${LOCALAPPDATA:-~/AppData/Local}/github-copilot/intellij/mcp.json`,
      ),
    ],
    project: [],
    servers: ['servers'],
    reference: null,
    server: ({ url, secret }) => ({ url, requestInit: { headers: bearer(secret) } }),
    next: 'Open the tools of Copilot’s agent mode.',
  },
  {
    id: 'cline',
    label: 'Cline',
    format: 'json',
    user: [storageOf('saoudrizwan.claude-dev', 'cline_mcp_settings.json')],
    project: [],
    servers: ['mcpServers'],
    reference: null,
    // Without a type it would be taken for the old SSE transport.
    server: ({ url, secret }) => ({
      type: 'streamableHttp',
      url,
      headers: bearer(secret),
      disabled: false,
      autoApprove: [],
    }),
    next: 'Cline reads the file by itself.',
  },
  {
    id: 'roo',
    label: 'Roo Code',
    format: 'json',
    user: [storageOf('rooveterinaryinc.roo-cline', 'mcp_settings.json')],
    project: ['.roo/mcp.json'],
    servers: ['mcpServers'],
    reference: null,
    server: ({ url, secret }) => ({ type: 'streamable-http', url, headers: bearer(secret) }),
    next: 'Roo Code reads the file by itself. It is no longer maintained.',
  },
  {
    id: 'continue',
    label: 'Continue',
    format: 'yaml',
    user: ['~/.continue/config.yaml'],
    project: ['.continue/mcpServers/aerostack.yaml'],
    servers: ['mcpServers'],
    isList: true,
    reference: (variable) => `\${{ secrets.${variable} }}`,
    server: ({ slug, url, secret }) => ({
      name: slug,
      type: 'streamable-http',
      url,
      requestOptions: { headers: bearer(secret) },
    }),
    alongside: () => [
      { path: ['name'], value: 'Aerostack' },
      { path: ['version'], value: '0.0.1' },
      { path: ['schema'], value: 'v1' },
    ],
    next: 'Reload the window. The tools are there in agent mode.',
  },
];
