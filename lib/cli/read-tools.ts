import { version } from '../../package.json';
import { latestLegacyVersion } from '../mcp-protocol';
import { CliError } from './cli-error';
import { type Message, type RpcLine, sentence } from './rpc-line';

/** What a client sees that connects in this way. */
export interface SeenTools {
  protocol_version: string;
  server_info: Record<string, unknown>;
  tools: { name: string; description?: string }[];
}

const pagesMax = 100;

/** Connects as a client does and reads the whole list of tools; the line is closed after it. @throws CliError in the server's own words */
export async function readTools(line: RpcLine): Promise<SeenTools> {
  try {
    const clientInfo = { name: 'aerostack-cli', version };
    const hello = await ask(line, 1, 'initialize', {
      protocolVersion: latestLegacyVersion,
      capabilities: {},
      clientInfo,
    });
    await line.send({ method: 'notifications/initialized' });
    const info = hello.serverInfo;
    return {
      protocol_version: String(hello.protocolVersion ?? ''),
      server_info: typeof info === 'object' && info !== null ? { ...info } : {},
      tools: await readAll(line),
    };
  } finally {
    line.close();
  }
}

async function readAll(line: RpcLine): Promise<SeenTools['tools']> {
  const found: SeenTools['tools'] = [];
  let cursor: unknown;
  for (let page = 0; page < pagesMax; page += 1) {
    const { tools, nextCursor } = await ask(line, page + 2, 'tools/list', cursor === undefined ? {} : { cursor });
    if (Array.isArray(tools)) found.push(...tools.map(toTool));
    cursor = nextCursor;
    if (cursor === undefined || cursor === null) break;
  }
  return found;
}

const toTool = ({ name, description }: { name?: unknown; description?: unknown }) => ({
  name: String(name),
  ...(typeof description === 'string' ? { description } : {}),
});

async function ask(line: RpcLine, id: number, method: string, params: object): Promise<Record<string, unknown>> {
  const answer = await line.send({ id, method, params });
  if (answer.result !== undefined) return answer.result;
  throw refusal(answer, method);
}

function refusal({ error, status, retryAfter }: Message, method: string): CliError {
  const words = String(error?.message ?? 'without a reason');
  if (status === 401) return new CliError('not_signed_in', sentence(`The gateway refuses the token: ${words}`));
  if (status === 429) return new CliError('rate_limited', `${sentence(words)} Try again in ${retryAfter ?? '60'} s.`);
  return new CliError('failure', sentence(`It refuses ${method}: ${words}`));
}
