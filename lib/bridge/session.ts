import type { IncomingHttpHeaders } from 'node:http';
import { rebuildObject } from '../json-spans';
import { isObject, type Message } from './message';

/** As many as the gateway lets one client subscribe to. */
const subscriptionsMax = 200;

/** Lists of which a server can say that they changed. */
export const changingLists = ['tools', 'prompts', 'resources'] as const;
export type ChangingList = (typeof changingLists)[number];

/** What is known of the 2025-era session between the client and the gateway: enough to begin it anew without the client. */
export class Session {
  /** Counts the sessions: what was sent in one may find another when it comes back. */
  epoch = 0;
  /** Null before `initialize` and where the gateway gave none. */
  id: string | null = null;
  /** Null before `initialize` was answered. */
  version: string | null = null;
  /** The client's own `initialize`. */
  opening: Message | null = null;
  /** The lists that the gateway said it would tell of. */
  lists: readonly ChangingList[] = [];
  /** The one attempt to begin anew that is under way. */
  renewing: Promise<void> | null = null;
  #level: Message | null = null;
  readonly #subscriptions = new Map<string, Message>();

  /** The gateway has answered `initialize`. */
  begin(opening: Message, headers: IncomingHttpHeaders, result: Record<string, unknown>): void {
    const id = headers['mcp-session-id'];
    const { capabilities, protocolVersion } = result;
    this.epoch += 1;
    this.opening = opening;
    this.id = typeof id === 'string' ? id : null;
    this.version = typeof protocolVersion === 'string' ? protocolVersion : null;
    this.lists = changingLists.filter((list) => {
      const offered = isObject(capabilities) ? capabilities[list] : undefined;
      return isObject(offered) && offered.listChanged === true;
    });
  }

  headers(): Record<string, string> {
    return {
      ...(this.version === null ? {} : { 'mcp-protocol-version': this.version }),
      ...(this.id === null ? {} : { 'mcp-session-id': this.id }),
    };
  }

  /** The gateway has agreed to a request: what it would forget with the session is kept. */
  keep(message: Message): void {
    const { method, params } = message;
    const uri = typeof params.uri === 'string' ? params.uri : null;
    if (method === 'logging/setLevel') this.#level = message;
    if (uri === null) return;
    if (method === 'resources/unsubscribe') this.#subscriptions.delete(uri);
    if (method === 'resources/subscribe' && this.#subscriptions.size < subscriptionsMax)
      this.#subscriptions.set(uri, message);
  }

  /** What a new session has to be told, as requests of the bridge's own. */
  kept(): Message[] {
    return [...(this.#level === null ? [] : [this.#level]), ...this.#subscriptions.values()].map(asOwn);
  }
}

let count = 0;

/** The same request under an id that no client uses. */
export function asOwn(message: Message): Message {
  count += 1;
  const id = `"aerostack-bridge-${count}"`;
  const text = message.body.toString('utf8');
  const body = Buffer.from(rebuildObject(text, 0, (key) => key !== 'id', [`"id":${id}`]));
  return { ...message, body, ids: [id] };
}
