import type { ServerConnection } from './connections';
import type { JsonObject } from './json-object';

/**
 * Answers what a server asks on a stream: `ping` with an empty result, anything else with -32601, because the gateway declares
 * no client capabilities. Notifications and answers need none.
 * @throws ConnectFailure when the answer cannot be delivered
 */
export async function answerServerRequest(
  connection: ServerConnection,
  message: JsonObject,
  timeoutMs?: number,
): Promise<void> {
  const { id, method } = message;
  if (typeof method !== 'string' || (typeof id !== 'string' && typeof id !== 'number')) return;
  const outcome =
    method === 'ping'
      ? { result: {} }
      : { error: { code: -32601, message: 'The gateway offers no client capabilities.' } };
  const reply = await connection.post(JSON.stringify({ jsonrpc: '2.0', id, ...outcome }), {
    method,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  reply.discard();
}
