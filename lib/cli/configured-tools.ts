import { version } from '../../package.json';
import type { ConfiguredServer } from '../connect/configured-servers';
import { CliError } from './cli-error';
import { openHttp } from './http-line';
import { protocolVersion, type RpcLine, sentence } from './rpc-line';
import { openStdio } from './stdio-line';
import type { Tools } from './tools';

/** What a client sees that connects in this way. */
export interface Seen {
  server: string;
  tools: string[];
}

const pagesMax = 100;

/** Connects as the client would, with what its configuration says, and lists the tools. @throws CliError */
export async function listTools(server: ConfiguredServer, env: Tools['env']): Promise<Seen> {
  const line = server.url === null ? openStdio(server, env) : await openHttp(server.url, server.headers, env);
  try {
    const clientInfo = { name: 'aerostack-cli', version };
    const hello = await ask(line, 'initialize', { protocolVersion, capabilities: {}, clientInfo });
    await line.send({ method: 'notifications/initialized' });
    const info = hello.serverInfo as { name?: unknown } | undefined;
    return { server: String(info?.name ?? ''), tools: await listAll(line) };
  } finally {
    line.close();
  }
}

async function listAll(line: RpcLine): Promise<string[]> {
  const names: string[] = [];
  let cursor: unknown;
  for (let page = 0; page < pagesMax; page += 1) {
    const { tools, nextCursor } = await ask(line, 'tools/list', cursor === undefined ? {} : { cursor });
    if (Array.isArray(tools)) names.push(...tools.map((tool: { name?: unknown }) => String(tool.name)));
    cursor = nextCursor;
    if (cursor === undefined || cursor === null) break;
  }
  return names;
}

let lastId = 0;

async function ask(line: RpcLine, method: string, params: Record<string, unknown>): Promise<Record<string, unknown>> {
  lastId += 1;
  const { result, error } = await line.send({ id: lastId, method, params });
  if (result !== undefined) return result;
  throw new CliError('failure', sentence(`It refuses ${method}: ${String(error?.message ?? 'without a reason')}`));
}
