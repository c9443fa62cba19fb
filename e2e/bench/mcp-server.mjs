// A stateless 2025-era MCP server that costs as little as possible: what is measured is the way to it.
// argv: number of tools, then optionally "hang" to answer tools/list once and nothing after that.
import { createServer } from 'node:http';

const toolCount = Number(process.argv[2] ?? 1);
const hangs = process.argv[3] === 'hang';
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

const answers = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'bench', version: '1' },
  }),
  'tools/list': () => {
    listed = true;
    return { tools };
  },
  'tools/call': ({ arguments: args }) => ({ content: [{ type: 'text', text: args.text }] }),
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
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
