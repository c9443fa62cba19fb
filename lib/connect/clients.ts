import type { Client, ManualClient } from './client';
import { desktopClients } from './desktop-clients';
import { editorClients } from './editor-clients';
import { terminalClients } from './terminal-clients';

/** Every client that keeps its servers in a file, by its label. */
export const clients: Client[] = [...terminalClients, ...editorClients, ...desktopClients].sort((a, b) =>
  a.label.localeCompare(b.label, 'en'),
);

export function clientOf(id: string): Client {
  const client = clients.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  return client;
}

/** Clients that are not configured by a file. */
export const manualClients: ManualClient[] = [
  {
    id: 'claude-ai',
    label: 'claude.ai',
    how: 'Settings → Connectors → Add custom connector takes the gateway URL, and Authorization as a request header.',
  },
  {
    id: 'jetbrains-ai',
    label: 'JetBrains AI Assistant',
    how: 'Settings → Tools → AI Assistant → MCP takes the block that aerostack workspace token create prints.',
  },
  {
    id: 'raycast',
    label: 'Raycast',
    how: 'Its form Install MCP Server takes the gateway URL, and Authorization as an HTTP header.',
  },
  {
    id: 'n8n',
    label: 'n8n',
    how: 'Its node MCP Client Tool takes the gateway URL, and the token as a Bearer credential.',
  },
  {
    id: 'open-webui',
    label: 'Open WebUI',
    how: 'Admin Settings → Integrations takes the gateway URL as MCP (Streamable HTTP), and the token as Bearer key.',
  },
  {
    id: 'chatgpt',
    label: 'ChatGPT',
    how: 'It signs in with OAuth only and has no place for a token.',
  },
];
