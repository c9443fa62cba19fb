import type { IncomingMessage } from 'node:http';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { classifyInboundRequest, createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { type FixtureServer, hostFixture } from '../fixtures/http-host';
import { registerInputTools, states } from './fixture-inputs';
import { registerPrompts } from './fixture-prompts';
import { registerResources } from './fixture-resources';
import { type Offered, serveSessions } from './fixture-sessions';
import { type Changes, registerTools } from './fixture-tools';

/**
 * Which revisions the server speaks: all, with sessions for those before 2026-07-28 (`dual`) or without them (`stateless`), 2026-07-28 only, or
 * only those before it, with sessions (`legacy`).
 */
export type Variant = 'dual' | 'stateless' | 'modern' | 'legacy';

/**
 * A server that offers everything that the conformance suite looks for, made with the official packages: one endpoint for every
 * revision, told apart by the body (mcp-protocol revision 2026-07-28, "Backward Compatibility").
 */
export async function startConformanceServer(variant: Variant): Promise<FixtureServer> {
  const added = { tool: false, prompt: false };
  const make = () => offer(variant, added, changes);
  const modern = createMcpHandler(() => make().server, { legacy: variant === 'stateless' ? 'stateless' : 'reject' });
  const handleModern = toNodeHandler(modern);
  const sessions = serveSessions(() => {
    const offered = make();
    allowSubscriptions(offered.server);
    return offered;
  });
  const changes: Changes = {
    changeTools: () => {
      added.tool = !added.tool;
      modern.notify.toolsChanged();
      for (const { extraTool } of sessions.open()) extraTool.update({ enabled: added.tool });
    },
    changePrompts: () => {
      added.prompt = !added.prompt;
      modern.notify.promptsChanged();
      for (const { extraPrompt } of sessions.open()) extraPrompt.update({ enabled: added.prompt });
    },
  };
  const [isHostFine, isOriginFine] = [localhostHostValidation(), localhostOriginValidation()];
  const fixture = await hostFixture(async (req, res, message) => {
    if (!isHostFine(req, res) || !isOriginFine(req, res)) return;
    const isLegacy = variant === 'legacy' || (variant === 'dual' && classify(req, message) === 'legacy');
    await (isLegacy ? sessions.handle(req, res, message) : handleModern(req, res, message));
  });
  const close = async () => {
    await Promise.all([modern.close(), sessions.close()]);
    await fixture.close();
  };
  return { ...fixture, close };
}

function offer(variant: Variant, added: { tool: boolean; prompt: boolean }, changes: Changes): Offered {
  const server = new McpServer(
    { name: `conformance-fixture-${variant}`, version: '1.0.0' },
    {
      instructions: 'Everything that the conformance suite looks for.',
      requestState: { verify: states.verify },
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        logging: {},
        completions: {},
      },
    },
  );
  const extraTool = registerTools(server, changes);
  registerInputTools(server);
  const extraPrompt = registerPrompts(server);
  registerResources(server);
  // Before a connection there is nobody to tell.
  extraTool.update({ enabled: added.tool });
  extraPrompt.update({ enabled: added.prompt });
  return { server, extraTool, extraPrompt };
}

/** Subscriptions of a session; 2026-07-28 has none of these methods, its handler serves `subscriptions/listen` itself. */
function allowSubscriptions(server: McpServer): void {
  const watched = new Set<string>();
  server.server.setRequestHandler('resources/subscribe', async ({ params }) => {
    watched.add(params.uri);
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', async ({ params }) => {
    watched.delete(params.uri);
    return {};
  });
}

function classify(req: IncomingMessage, body: unknown): string {
  const header = (name: string) => req.headers[name]?.toString();
  return classifyInboundRequest({
    httpMethod: req.method ?? '',
    protocolVersionHeader: header('mcp-protocol-version'),
    mcpMethodHeader: header('mcp-method'),
    mcpNameHeader: header('mcp-name'),
    body,
  }).kind;
}
