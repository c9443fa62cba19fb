import { metaKeys, ownEnvelope } from '../mcp-protocol';
import type { OpenedServer, PostOptions, ServerReply } from './connections';
import { EventStream } from './event-stream';
import type { HttpTransport } from './http-transport';
import { isJsonObject, type JsonObject } from './json-object';
import { requestHeaders } from './request-headers';
import { sendOptions } from './send-options';
import type { Session, SessionStream, StreamOptions } from './session';

let listens = 0;

/** A 2026-07-28 server: no session on the wire, only what we know of it. */
export class ModernSession implements Session {
  constructor(
    private readonly transport: HttpTransport,
    readonly server: OpenedServer,
    private readonly headers: string[],
    private readonly version: string,
  ) {}

  readonly canAsk = false;

  post(message: string, options: PostOptions): Promise<ServerReply> {
    const headers = requestHeaders(this.headers, 'modern', options);
    return this.transport.send(sendOptions(this.transport, headers, message, options, this.server.epoch));
  }

  openStream({ onMessage, uris }: StreamOptions): SessionStream {
    const notifications = filterFor(this.server.capabilities, uris);
    if (notifications === null) return silent;
    listens += 1;
    const id = `aerostack-listen-${listens}`;
    const method = 'subscriptions/listen';
    const params = { notifications, _meta: ownEnvelope(this.version) };
    return new EventStream({
      open: (signal) =>
        this.transport.send({
          method: 'POST',
          headers: requestHeaders(this.headers, 'modern', { method }),
          body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
          limits: this.transport.limits,
          epoch: this.server.epoch,
          signal,
          kind: 'stream',
        }),
      refused: (reply) => {
        reply.discard();
        return reply.status >= 500 || reply.status === 429 ? 'ended' : 'none';
      },
      onMessage: (message, text) => {
        if (message.method === acknowledged) return watchedUris(message);
        if (typeof message.method === 'string') onMessage(withoutSubscription(message), text);
        return undefined;
      },
      beginsWithMessage: true,
      onFault: this.transport.onFault,
    });
  }

  async end(): Promise<void> {}

  abandon(): void {}
}

const acknowledged = 'notifications/subscriptions/acknowledged';
const subscriptionKey = 'io.modelcontextprotocol/subscriptionId';

/** Asks only for what the server announced; null when that is nothing. */
function filterFor(capabilities: Record<string, unknown>, uris: readonly string[]): JsonObject | null {
  const has = (kind: string, what: string) => {
    const capability = capabilities[kind];
    return isJsonObject(capability) && capability[what] === true;
  };
  const filter = {
    ...(has('tools', 'listChanged') ? { toolsListChanged: true } : {}),
    ...(has('prompts', 'listChanged') ? { promptsListChanged: true } : {}),
    ...(has('resources', 'listChanged') ? { resourcesListChanged: true } : {}),
    ...(has('resources', 'subscribe') && uris.length > 0 ? { resourceSubscriptions: uris } : {}),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

function watchedUris({ params }: JsonObject): readonly string[] {
  const honoured = isJsonObject(params) && isJsonObject(params.notifications) ? params.notifications : {};
  const { resourceSubscriptions } = honoured;
  if (!Array.isArray(resourceSubscriptions)) return [];
  return resourceSubscriptions.filter((uri) => typeof uri === 'string');
}

/** The subscription is between the server and us; whoever listens here has others. */
function withoutSubscription(message: JsonObject): JsonObject {
  const { params } = message;
  if (!isJsonObject(params) || !isJsonObject(params._meta)) return message;
  const { [subscriptionKey]: _ours, [metaKeys.serverInfo]: _name, ...meta } = params._meta;
  return { ...message, params: { ...params, _meta: meta } };
}

const silent: SessionStream = {
  begun: Promise.resolve([]),
  ended: Promise.resolve('none'),
  retryMs: null,
  close: () => {},
};
