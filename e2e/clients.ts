import {
  type ClientOptions,
  Client as V2Client,
  StreamableHTTPClientTransport as V2Transport,
  type Transport as V2TransportShape,
} from '@modelcontextprotocol/client';
import { type StdioServerParameters, StdioClientTransport as V2Stdio } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as V1Transport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as V1TransportShape } from '@modelcontextprotocol/sdk/shared/transport.js';

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
  callTool(
    name: string,
    args: Record<string, unknown>,
    onprogress?: (step: Progress) => void,
    signal?: AbortSignal,
  ): Promise<CallResult>;
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
  if (kind === 'SDK v1') return joinV1(new V1Transport(new URL(url), { requestInit }));
  return joinV2(modes[kind], new V2Transport(new URL(url), { requestInit }));
}

/** What a client may want besides: which lists' changes it hears of (2026-07-28: by a subscription). */
export type ClientWishes = Pick<ClientOptions, 'listChanged'>;

/** Starts a server of its own on stdio, as a user's client does. */
export const spawnClient = (kind: ClientKind, server: StdioServerParameters, wishes: ClientWishes = {}) =>
  kind === 'SDK v1' ? joinV1(new V1Stdio(server)) : joinV2(modes[kind], new V2Stdio(server), wishes);

async function joinV1(transport: V1TransportShape & { protocolVersion?: string | undefined }): Promise<TestClient> {
  const client = new V1Client(clientInfo);
  let version: string | undefined;
  // Over stdio nothing but the handshake names it.
  transport.setProtocolVersion ??= (settled) => {
    version = settled;
  };
  await client.connect(transport);
  return {
    version: transport.protocolVersion ?? version,
    serverName: client.getServerVersion()?.name,
    listTools: async () => (await client.listTools()).tools,
    listOthers: () => listOthers(client),
    callTool: async (name, args, onprogress, signal) =>
      (await client.callTool({ name, arguments: args }, undefined, optionsOf(onprogress, signal))) as CallResult,
    close: () => client.close(),
  };
}

async function joinV2(
  mode: (typeof modes)[keyof typeof modes],
  transport: V2TransportShape,
  wishes: ClientWishes = {},
): Promise<TestClient> {
  const client = new V2Client(clientInfo, { ...wishes, versionNegotiation: { mode } });
  await client.connect(transport);
  return {
    version: client.getNegotiatedProtocolVersion(),
    serverName: client.getServerVersion()?.name,
    listTools: async () => (await client.listTools(undefined, { cacheMode: 'bypass' })).tools,
    listOthers: () => listOthers(client),
    callTool: async (name, args, onprogress, signal) =>
      (await client.callTool({ name, arguments: args }, optionsOf(onprogress, signal))) as CallResult,
    close: () => client.close(),
  };
}

const optionsOf = (onprogress: ((step: Progress) => void) | undefined, signal: AbortSignal | undefined) => ({
  ...(onprogress === undefined ? {} : { onprogress }),
  ...(signal === undefined ? {} : { signal }),
});

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
