import { rpcCodes } from '../mcp-protocol';
import { isConnectFailure } from '../servers/connect-failure';
import type { ClientSession } from './client-session';
import type { Answer, Exchange } from './exchange';
import { ownerOf, resourceNotFound } from './read-resource';
import { errorText, resultText } from './respond';
import type { River } from './river';

/** resources/subscribe and resources/unsubscribe of a 2025-era session: the updates come on its general stream. */
export async function subscribe(
  river: River,
  exchange: Exchange,
  session: ClientSession,
  method: 'resources/subscribe' | 'resources/unsubscribe',
): Promise<Answer> {
  const { id, params } = exchange.message;
  const refuse = (code: number, words: string): Answer => ({ status: 200, text: errorText(id, code, words) });
  if (typeof params.uri !== 'string') return refuse(rpcCodes.invalidParams, 'Invalid params: "uri" must be a string.');
  const server = ownerOf(river, exchange, params.uri);
  if (server === null) return resourceNotFound(exchange, params.uri);
  try {
    if (method === 'resources/unsubscribe') {
      await session.resources?.remove(server, params.uri);
      return { status: 200, text: resultText(id ?? 'null', '{}') };
    }
    const resources = river.listenerOf(session, exchange.token, exchange.snapshot);
    if (resources === null) return refuse(rpcCodes.internalError, 'This token has too many listening clients already.');
    if (!(await resources.add(server, params.uri)))
      return refuse(rpcCodes.internalError, 'This session is subscribed to too many resources already.');
  } catch (error) {
    return refuse(rpcCodes.internalError, cannotSubscribe(server.name, error));
  }
  return { status: 200, text: resultText(id ?? 'null', '{}') };
}

export function cannotSubscribe(server: string, error: unknown): string {
  const why = isConnectFailure(error) ? `${error.message} ${error.nextStep}` : 'It refused the subscription.';
  return `Server "${server}" cannot tell of changes: ${why}`;
}
