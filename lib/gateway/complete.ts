import { rpcCodes } from '../mcp-protocol';
import { isJsonObject } from '../servers/json-object';
import type { Answer, Exchange } from './exchange';
import { forward } from './forward';
import { errorText, resultText } from './respond';
import type { River } from './river';
import { plainRoute, type Route } from './route';

/** completion/complete: to the server of the prompt or the resource template that it is about. */
export function complete(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const route = routeOf(exchange);
  // Another server of the workspace completes; this one has nothing to suggest, and need not be asked.
  if (route !== null && !isJsonObject(route.server.capabilities.completions)) return nothing(exchange);
  if (route !== null) return forward(river, exchange, route);
  const message = 'Invalid params: "ref" names no prompt and no resource of this workspace.';
  return { status: 200, text: errorText(exchange.message.id, rpcCodes.invalidParams, message) };
}

const nothing = ({ message, era }: Exchange): Answer => {
  const begin = era === 'modern' ? '"resultType":"complete",' : '';
  return { status: 200, text: resultText(message.id ?? 'null', `{${begin}"completion":{"values":[]}}`) };
};

function routeOf({ message, snapshot }: Exchange): Route | null {
  const { ref } = message.params;
  if (!isJsonObject(ref)) return null;
  if (ref.type === 'ref/prompt' && typeof ref.name === 'string') {
    const prompt = snapshot.prompts.get(ref.name);
    return prompt === undefined ? null : plainRoute('completion/complete', prompt.server, prompt.name);
  }
  if (ref.type !== 'ref/resource' || typeof ref.uri !== 'string') return null;
  const server = snapshot.resources.ofTemplate(ref.uri);
  return server === null ? null : plainRoute('completion/complete', server, ref.uri);
}
