import { describePlace } from './client';
import { configData, literalConnection, referringConnection } from './client-config';
import { clientOf } from './clients';
import { tokenInput } from './editor-clients';
import { type ClientGuide, type ConnectTarget, environmentSnippet, json } from './snippets';

export function cursor(target: ConnectTarget): ClientGuide {
  const { slug } = target;
  const client = clientOf('cursor');
  const [literal, referring] = [literalConnection(target), referringConnection(target, client)];
  const config = encodeURIComponent(btoa(JSON.stringify(client.server(referring))));
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
            where: client.user.map(describePlace).join(),
            text: json(configData(client, literal)),
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
          {
            title: 'Add the server',
            where: `${client.project[0]} in the project`,
            text: json(configData(client, referring)),
            isSecret: false,
          },
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

export function vsCode(target: ConnectTarget): ClientGuide {
  const { slug } = target;
  const client = clientOf('vscode');
  const [literal, asking] = [literalConnection(target), referringConnection(target, client)];
  const link = { name: slug, ...client.server(asking), inputs: [tokenInput(slug)] };
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
            where: `${client.project[0]} in the project, or “MCP: Open User Configuration”`,
            text: json(configData(client, asking)),
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
            text: json(configData(client, literal)),
            isSecret: true,
          },
        ],
      },
    ],
    link: { label: 'Add to VS Code', href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify(link))}` },
    check: `The command “MCP: List Servers” shows ${slug} as running.`,
  };
}
