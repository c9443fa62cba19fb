import {
  type CallToolResult,
  fromJsonSchema,
  type McpServer,
  type RegisteredTool,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { pixel } from '../fixtures/tools';
import { contactSchema } from './fixture-schema';

/** Each adds something to its list or takes it away, and says so to whoever listens. */
export interface Changes {
  changeTools(): void;
  changePrompts(): void;
}

/** One sample of silence, 8 kHz, 8 bit. */
export const silence = Buffer.from(
  '52494646250000005741564566' + '6d7420100000000100010040' + '1f0000401f000001000800646174610100000080',
  'hex',
).toString('base64');

const text = (value: string): CallToolResult => ({ content: [{ type: 'text', text: value }] });
const image = { type: 'image', data: pixel, mimeType: 'image/png' } as const;
const resource = (uri: string, mimeType: string, value: string) =>
  ({ type: 'resource', resource: { uri, mimeType, text: value } }) as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tools that ask nothing of the client: mcp-protocol conformance, server scenarios `tools-call-*`, `server-sse-polling` and their kin. */
export function registerTools(server: McpServer, changes: Changes): RegisteredTool {
  for (const [name, { description, run }] of Object.entries(simpleTools(changes))) {
    server.registerTool(name, { description, inputSchema: z.object({}) }, async (_args, ctx) => run(ctx));
  }
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Has a schema with what only 2020-12 knows.', inputSchema: fromJsonSchema(contactSchema) },
    async (args) => text(JSON.stringify(args)),
  );
  server.registerTool(
    'test_x_mcp_header',
    {
      description: 'Wants its region in a header too.',
      inputSchema: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
    },
    async ({ region }) => text(`region ${region}`),
  );
  const description = 'Comes and goes.';
  return server.registerTool('test_extra_tool', { description }, async () => text('Here.'));
}

type SimpleTool = { description: string; run(ctx: ServerContext): CallToolResult | Promise<CallToolResult> };

const simpleTools = (changes: Changes): Record<string, SimpleTool> => ({
  test_simple_text: {
    description: 'Gives one text.',
    run: () => text('This is a simple text response for testing.'),
  },
  test_image_content: { description: 'Gives a picture.', run: () => ({ content: [image] }) },
  test_audio_content: {
    description: 'Gives a sound.',
    run: () => ({ content: [{ type: 'audio', data: silence, mimeType: 'audio/wav' }] }),
  },
  test_embedded_resource: {
    description: 'Gives a resource.',
    run: () => ({ content: [resource('test://embedded-resource', 'text/plain', 'This is an embedded resource.')] }),
  },
  test_multiple_content_types: {
    description: 'Gives a text, a picture and a resource.',
    run: () => ({
      content: [
        { type: 'text', text: 'Multiple content types test:' },
        image,
        resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
      ],
    }),
  },
  test_tool_with_logging: { description: 'Logs three times while it works.', run: logThrice },
  test_logging_tool: { description: 'Logs three times to whoever wants to hear it.', run: logThrice },
  test_tool_with_progress: { description: 'Tells how far it is.', run: reportProgress },
  test_error_handling: {
    description: 'Always fails.',
    run: () => ({ ...text('This tool intentionally returns an error for testing'), isError: true }),
  },
  test_reconnection: {
    description: 'Closes its own stream before it answers; who comes back with Last-Event-ID gets the answer.',
    run: async (ctx) => {
      ctx.http?.closeSSE?.();
      await pause(100);
      return text('Reconnected.');
    },
  },
  test_trigger_tool_change: {
    description: 'Adds a tool or takes it away again.',
    run: () => {
      changes.changeTools();
      return text('Changed.');
    },
  },
  test_trigger_prompt_change: {
    description: 'Adds a prompt or takes it away again.',
    run: () => {
      changes.changePrompts();
      return text('Changed.');
    },
  },
});

async function logThrice(ctx: ServerContext): Promise<CallToolResult> {
  for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
    await ctx.mcpReq.log('info', line);
    await pause(50);
  }
  return text('Logged.');
}

async function reportProgress(ctx: ServerContext): Promise<CallToolResult> {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return text('Nobody asked.');
  for (const progress of [0, 50, 100]) {
    await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
    await pause(50);
  }
  return text(String(progressToken));
}
