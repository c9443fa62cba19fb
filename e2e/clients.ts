import { Client as V2Client, StreamableHTTPClientTransport as V2Transport } from '@modelcontextprotocol/client';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as V1Transport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** The official clients, by generation and by the revision they settle on with a server that speaks all of them. */
export const clientKinds = [
  { kind: 'SDK v1', version: '2025-11-25' },
  { kind: 'SDK v2 legacy', version: '2025-11-25' },
  { kind: 'SDK v2 auto', version: '2026-07-28' },
  { kind: 'SDK v2 pinned', version: '2026-07-28' },
] as const;
export type ClientKind = (typeof clientKinds)[number]['kind'];

export interface Progress {
  progress: number;
  total?: number | undefined;
}
export interface CallResult {
  content: Record<string, unknown>[];
  structuredContent?: unknown;
  isError?: boolean;
}
export interface TestClient {
  /** The protocol revision both sides settled on. */
  version: string | undefined;
  serverName: string | undefined;
  listTools(): Promise<{ name: string; description?: string | undefined }[]>;
  /** The names of the prompts, and the addresses of what can be read. */
  listOthers(): Promise<{ prompts: string[]; resources: string[]; resourceTemplates: string[] }>;
  callTool(name: string, args: Record<string, unknown>, onprogress?: (step: Progress) => void): Promise<CallResult>;
  close(): Promise<void>;
}

const clientInfo = { name: 'aerostack-e2e', version: '1.0.0' };
const modes = {
  'SDK v2 legacy': 'legacy',
  'SDK v2 auto': 'auto',
  'SDK v2 pinned': { pin: '2026-07-28' },
} as const;

/** Connects as a user's client does: the URL and an `Authorization` header, nothing else. */
export function connectClient(kind: ClientKind, url: string, token: string | null): Promise<TestClient> {
  const requestInit: RequestInit = token === null ? {} : { headers: { Authorization: `Bearer ${token}` } };
  return kind === 'SDK v1' ? connectV1(url, requestInit) : connectV2(modes[kind], url, requestInit);
}

async function connectV1(url: string, requestInit: RequestInit): Promise<TestClient> {
  const client = new V1Client(clientInfo);
  const transport = new V1Transport(new URL(url), { requestInit });
  await client.connect(transport);
  return {
    version: transport.protocolVersion,
    serverName: client.getServerVersion()?.name,
    listTools: async () => (await client.listTools()).tools,
    listOthers: () => listOthers(client),
    callTool: async (name, args, onprogress) =>
      (await client.callTool({ name, arguments: args }, undefined, onprogress && { onprogress })) as CallResult,
    close: () => client.close(),
  };
}

async function connectV2(
  mode: (typeof modes)[keyof typeof modes],
  url: string,
  requestInit: RequestInit,
): Promise<TestClient> {
  const client = new V2Client(clientInfo, { versionNegotiation: { mode } });
  await client.connect(new V2Transport(new URL(url), { requestInit }));
  return {
    version: client.getNegotiatedProtocolVersion(),
    serverName: client.getServerVersion()?.name,
    listTools: async () => (await client.listTools(undefined, { cacheMode: 'bypass' })).tools,
    listOthers: () => listOthers(client),
    callTool: async (name, args, onprogress) =>
      (await client.callTool({ name, arguments: args }, onprogress && { onprogress })) as CallResult,
    close: () => client.close(),
  };
}

async function listOthers(client: V1Client | V2Client): ReturnType<TestClient['listOthers']> {
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  return {
    prompts: prompts.map(({ name }) => name),
    resources: resources.map(({ uri }) => uri),
    resourceTemplates: resourceTemplates.map(({ uriTemplate }) => uriTemplate),
  };
}
