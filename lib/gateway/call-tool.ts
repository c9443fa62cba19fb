import { paramHeaderFault } from '../mcp-param-headers';
import { rpcCodes } from '../mcp-protocol';
import type { Answer, Exchange } from './exchange';
import { forward } from './forward';
import { errorText } from './respond';
import type { River } from './river';
import type { Route } from './route';

/** tools/call: to the server that the name points to. */
export function callTool(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const { id, params } = exchange.message;
  const { name } = params;
  if (typeof name !== 'string') {
    return { status: 200, text: errorText(id, rpcCodes.invalidParams, 'Invalid params: "name" must be a string.') };
  }
  const route = exchange.snapshot.tools.get(name);
  if (route === undefined) {
    const beyond = outsideScope(river, exchange, name);
    const end = beyond === null ? 'unknown_tool' : 'denied';
    river.record(exchange, {
      tool: name,
      serverId: beyond?.server.id ?? null,
      outcome: end,
      serverMs: 0,
      payload: null,
    });
    return { status: 200, text: errorText(id, rpcCodes.invalidParams, `Unknown tool: ${name.slice(0, 200)}`) };
  }
  if (exchange.era === 'modern') {
    const fault = paramHeaderFault(route.paramHeaders, params.arguments, exchange.request.headers);
    if (fault !== null) {
      const message = `Bad Request: the headers and the body disagree: ${fault}.`;
      return { status: 400, text: errorText(id, rpcCodes.headerMismatch, message) };
    }
  }
  return forward(river, exchange, route);
}

/** A tool of the workspace that this token is not granted. The client hears the same of it as of one that does not exist; the record tells them apart. */
function outsideScope({ snapshots }: River, { token }: Exchange, name: string): Route | null {
  return token.scope === null ? null : (snapshots.held({ ...token, scope: null })?.tools.get(name) ?? null);
}
