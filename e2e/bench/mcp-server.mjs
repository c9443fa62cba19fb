// A stateless MCP server that costs as little as possible: what is measured is the way to it.
// argv: number of tools; then "modern" for 2026-07-28 instead of a 2025 revision, and "hang" to answer tools/list once and nothing after that.
import { createServer } from 'node:http';

const toolCount = Number(process.argv[2] ?? 1);
const hangs = process.argv.includes('hang');
const isModern = process.argv.includes('modern');
let listed = false;

const tools = Array.from({ length: toolCount }, (_, i) => ({
  name: i === 0 ? 'echo' : `tool_${i}`,
  description: 'Gives back the text that it is given, unchanged, as a text content block.',
  inputSchema: {
    type: 'object',
    properties: { text: { type: 'string', description: 'Any text.' } },
    required: ['text'],
  },
}));

const serverInfo = { name: 'bench', version: '1' };
const cached = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

const opening = isModern
  ? {
      'server/discover': () => ({
        ...cached,
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
      }),
    }
  : { initialize: () => ({ protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo }) };

const answers = {
  ...opening,
  'tools/list': () => {
    listed = true;
    return isModern ? { ...cached, tools } : { tools };
  },
  'tools/call': ({ arguments: args }) => {
    const content = [{ type: 'text', text: args.text }];
    return isModern ? { resultType: 'complete', content } : { content };
  },
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (hangs && listed) return;
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString());
    if (id === undefined) return response.writeHead(202).end();
    const answer = answers[method];
    const body = JSON.stringify(
      answer === undefined
        ? { jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }
        : { jsonrpc: '2.0', id, result: answer(params) },
    );
    response
      .writeHead(answer === undefined && isModern ? 404 : 200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      })
      .end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
