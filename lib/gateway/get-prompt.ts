import { rpcCodes } from '../mcp-protocol';
import type { Answer, Exchange } from './exchange';
import { forward } from './forward';
import { errorText } from './respond';
import type { River } from './river';

/** prompts/get: to the server that the name points to. */
export function getPrompt(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const { id, params } = exchange.message;
  const { name } = params;
  const route = typeof name === 'string' ? exchange.snapshot.prompts.get(name) : undefined;
  if (route !== undefined) return forward(river, exchange, route);
  const message =
    typeof name === 'string' ? `Unknown prompt: ${name.slice(0, 200)}` : 'Invalid params: "name" must be a string.';
  return { status: 200, text: errorText(id, rpcCodes.invalidParams, message) };
}
