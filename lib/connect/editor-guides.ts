import {
  bearer,
  type ClientGuide,
  type ConnectTarget,
  environmentSnippet,
  json,
  tokenPlaceholder,
  tokenVariable,
} from './snippets';

export function cursor(target: ConnectTarget): ClientGuide {
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

export function vsCode({ slug, url, token }: ConnectTarget): ClientGuide {
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
