import { isLegacyVersion, latestLegacyVersion, metaKeys, modernVersion } from '../mcp-protocol';
import { isJsonObject, type JsonObject } from './json-object';

/** HTTP status and JSON body, as the demo server would answer over a socket; an empty body for notifications. */
export interface DemoAnswer {
  status: number;
  body: string;
}

interface DemoTool {
  definition: JsonObject & { name: string };
  /** A text is a tool error, told to the model. */
  call(args: JsonObject, now: Date): JsonObject | string;
}

const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

const tools: DemoTool[] = [
  {
    definition: {
      name: 'echo',
      title: 'Echo',
      description: 'Returns the text it was given. Good for a first call.',
      inputSchema: {
        type: 'object',
        properties: { text: { type: 'string', description: 'What to return.' } },
        required: ['text'],
      },
      annotations: readOnly,
    },
    call: ({ text }) => (typeof text === 'string' ? content(text) : 'Give "text" as a string.'),
  },
  {
    definition: {
      name: 'add',
      title: 'Add two numbers',
      description: 'Adds two numbers and returns the sum, as text and as structured content.',
      inputSchema: {
        type: 'object',
        properties: { a: { type: 'number' }, b: { type: 'number' } },
        required: ['a', 'b'],
      },
      outputSchema: { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] },
      annotations: readOnly,
    },
    call: ({ a, b }) =>
      typeof a === 'number' && typeof b === 'number'
        ? { ...content(String(a + b)), structuredContent: { sum: a + b } }
        : 'Give "a" and "b" as numbers.',
  },
  {
    definition: {
      name: 'server_time',
      title: 'Server time',
      description: 'Returns the current time of the gateway in UTC, ISO 8601.',
      inputSchema: { type: 'object', properties: {} },
      annotations: { ...readOnly, idempotentHint: false },
    },
    call: (_args, now) => content(now.toISOString()),
  },
];

const instructions = 'Small tools to try the gateway with. They touch nothing and need no credentials.';

/**
 * The MCP server inside the product, so that the whole path works on a machine without any other. Both eras, by the wire
 * rules; `version` is the product's.
 */
export function answerDemo(message: string, now: Date, version: string): DemoAnswer {
  const request = parse(message);
  if (request === null) return failure(400, null, -32700, 'Parse error');
  const { id, method } = request;
  if (typeof method !== 'string') return failure(400, null, -32600, 'Invalid request');
  if (id === undefined) return { status: 202, body: '' };
  if (typeof id !== 'string' && typeof id !== 'number') return failure(400, null, -32600, 'Invalid request');
  const params = isJsonObject(request.params) ? request.params : {};
  const claimed = isJsonObject(params._meta) ? params._meta[metaKeys.protocolVersion] : undefined;
  if (claimed === undefined) return answerLegacy(id, method, params, now, version);
  if (claimed !== modernVersion) {
    const data = { supported: [modernVersion], requested: claimed };
    return failure(400, id, -32022, `Unsupported protocol version: ${String(claimed)}`, data);
  }
  return answerModern(id, method, params, now, version);
}

type Id = string | number;

function answerLegacy(id: Id, method: string, params: JsonObject, now: Date, version: string): DemoAnswer {
  switch (method) {
    case 'initialize': {
      const asked = params.protocolVersion;
      const protocolVersion = typeof asked === 'string' && isLegacyVersion(asked) ? asked : latestLegacyVersion;
      const result = { protocolVersion, capabilities: { tools: {} }, serverInfo: serverInfo(version), instructions };
      return success(id, result);
    }
    case 'ping':
      return success(id, {});
    case 'tools/list':
      return success(id, { tools: tools.map((tool) => tool.definition) });
    case 'tools/call':
      return callTool(id, params, now, {});
    default:
      return failure(200, id, -32601, 'Method not found');
  }
}

function answerModern(id: Id, method: string, params: JsonObject, now: Date, version: string): DemoAnswer {
  const identity = { _meta: { [metaKeys.serverInfo]: serverInfo(version) } };
  const cacheable = { resultType: 'complete', ttlMs: 60_000, cacheScope: 'public', ...identity };
  switch (method) {
    case 'server/discover':
      return success(id, {
        supportedVersions: [modernVersion],
        capabilities: { tools: {} },
        instructions,
        ...cacheable,
      });
    case 'tools/list':
      return success(id, { tools: tools.map((tool) => tool.definition), ...cacheable });
    case 'tools/call':
      return callTool(id, params, now, { resultType: 'complete', ...identity });
    default:
      return failure(404, id, -32601, 'Method not found');
  }
}

function callTool(id: Id, params: JsonObject, now: Date, extra: JsonObject): DemoAnswer {
  const tool = tools.find(({ definition }) => definition.name === params.name);
  if (tool === undefined) return failure(200, id, -32602, 'Unknown tool');
  const outcome = tool.call(isJsonObject(params.arguments) ? params.arguments : {}, now);
  const result = typeof outcome === 'string' ? { ...content(outcome), isError: true } : outcome;
  return success(id, { ...result, ...extra });
}

const content = (text: string): JsonObject => ({ content: [{ type: 'text', text }] });

const serverInfo = (version: string) => ({ name: 'aerostack-demo', title: 'Aerostack demo server', version });

const success = (id: Id, result: JsonObject): DemoAnswer => ({
  status: 200,
  body: JSON.stringify({ jsonrpc: '2.0', id, result }),
});

const failure = (status: number, id: Id | null, code: number, message: string, data?: JsonObject): DemoAnswer => ({
  status,
  body: JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, data } }),
});

function parse(message: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(message);
    return isJsonObject(value) ? value : null;
  } catch {
    return null; // Answered as a parse error.
  }
}
