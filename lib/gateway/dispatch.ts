import { isLegacyVersion, latestLegacyVersion, metaKeys, modernVersions, rpcCodes, serverName } from '../mcp-protocol';
import { callTool } from './call-tool';
import { isEmpty, readCapabilities } from './client-capabilities';
import { complete } from './complete';
import type { Answer, Exchange } from './exchange';
import { getPrompt } from './get-prompt';
import { requestName } from './in-flight';
import { isListMethod, type ListMethod, listKeys, pageAt } from './list-pages';
import { listen } from './listen';
import { isLogLevel, logLevels } from './log-level';
import { readResource } from './read-resource';
import { errorText, resultText } from './respond';
import type { River } from './river';
import type { Offers } from './snapshot';
import { subscribe } from './subscribe';

/** Answers one classified message. Refusals are answers; nothing is thrown for them. */
export function dispatch(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const { message, era, session } = exchange;
  if (message.method === null) {
    session?.settle(message);
    return accepted;
  }
  if (message.id === null) {
    if (message.method === 'notifications/cancelled' && era === 'legacy') cancel(river, exchange);
    return accepted;
  }
  if (message.method === 'tools/call') return callTool(river, exchange);
  if (isListMethod(message.method)) return list(exchange, message.method);
  return (era === 'modern' ? dispatchModern : dispatchLegacy)(river, exchange, message.method) ?? notFound(exchange);
}

const accepted: Answer = { status: 202, text: null };

type Dispatched = Answer | Promise<Answer> | null;

function dispatchModern(river: River, exchange: Exchange, method: string): Dispatched {
  const { message, snapshot } = exchange;
  if (method === 'server/discover') return ok(message.id, discovery(river, snapshot));
  if (method === 'subscriptions/listen') return listen(river, exchange);
  return dispatchOffered(river, exchange, method);
}

function dispatchLegacy(river: River, exchange: Exchange, method: string): Dispatched {
  const { message, session } = exchange;
  switch (method) {
    case 'initialize':
      return initialize(river, exchange);
    case 'ping':
      return ok(message.id, '{}');
    case 'logging/setLevel':
      return session === null ? null : setLogLevel(exchange);
    case 'resources/subscribe':
    case 'resources/unsubscribe':
      return session === null ? null : subscribe(river, exchange, session, method);
    default:
      return dispatchOffered(river, exchange, method);
  }
}

/** What exists in both eras, where a server of the workspace has it. */
function dispatchOffered(river: River, exchange: Exchange, method: string): Dispatched {
  const { offers } = exchange.snapshot;
  if (method === 'prompts/get' && offers.prompts) return getPrompt(river, exchange);
  if (method === 'resources/read' && offers.resources) return readResource(river, exchange);
  if (method === 'completion/complete' && offers.completions) return complete(river, exchange);
  return null;
}

const ok = (id: string | null, result: string): Answer => ({ status: 200, text: resultText(id ?? 'null', result) });

/** The ladder of 2026-07-28 gives an unknown method a status of its own. */
function notFound({ message, era }: Exchange): Answer {
  const text = errorText(
    message.id,
    rpcCodes.methodNotFound,
    `Method not found: ${(message.method ?? '').slice(0, 100)}`,
  );
  return { status: era === 'modern' ? 404 : 200, text };
}

/** 2025-era clients ask for lists that nobody offers, and take an empty one better than an error (Codex does). */
function list(exchange: Exchange, method: ListMethod): Answer {
  const { message, era, snapshot } = exchange;
  if (era === 'modern' && !isOffered(snapshot.offers, method)) return notFound(exchange);
  const page = pageAt(snapshot.lists[era][method], message.params.cursor);
  if (page !== undefined) return ok(message.id, page);
  const words = 'Invalid params: unknown cursor; the list may have changed. Begin again without one.';
  return { status: 200, text: errorText(message.id, rpcCodes.invalidParams, words) };
}

const isOffered = (offers: Offers, method: ListMethod): boolean =>
  listKeys[method] === 'tools' || (listKeys[method] === 'prompts' ? offers.prompts : offers.resources);

/** A 2025-era client takes back what it asked for. One without a session is found by its token, on whichever instance its call is. */
function cancel(river: River, { message, token, session, request, requestId }: Exchange): void {
  const { requestId: cancelled } = message.params;
  if (typeof cancelled !== 'string' && typeof cancelled !== 'number') return;
  const isFound = river.inFlight.cancel(token.id, requestName(session?.id ?? null, JSON.stringify(cancelled)));
  if (!isFound && session === null && request.slip === undefined) river.relay.tellAll(request, requestId, message.text);
}

function setLogLevel({ message, session }: Exchange): Answer {
  const { level } = message.params;
  if (!isLogLevel(level) || session === null) {
    const words = `Invalid params: "level" must be one of ${logLevels.join(', ')}.`;
    return { status: 200, text: errorText(message.id, rpcCodes.invalidParams, words) };
  }
  session.logLevel = level;
  return ok(message.id, '{}');
}

/**
 * The 2025-era handshake: an unknown version is answered with our newest, never with an error. A session begins only where it earns
 * something: the client can be asked things, or can subscribe to resources. Everyone else stays stateless.
 */
function initialize(river: River, exchange: Exchange): Answer {
  const { message, snapshot, token } = exchange;
  const requested = message.params.protocolVersion;
  const version = typeof requested === 'string' && isLegacyVersion(requested) ? requested : latestLegacyVersion;
  const declared = readCapabilities(message.params.capabilities);
  const hasSession = !isEmpty(declared) || snapshot.offers.subscribe;
  const result = {
    protocolVersion: version,
    capabilities: capabilities(snapshot.offers, hasSession),
    serverInfo: { name: serverName, version: river.deps.version },
    instructions: snapshot.instructions,
  };
  const text = resultText(message.id ?? 'null', JSON.stringify(result));
  if (!hasSession) return { status: 200, text };
  const session = river.sessions.create(token, version, declared, exchange.client);
  return { status: 200, text, headers: { 'mcp-session-id': session.id } };
}

function discovery(river: River, { offers, instructions }: Exchange['snapshot']): string {
  return JSON.stringify({
    resultType: 'complete',
    supportedVersions: modernVersions,
    capabilities: capabilities(offers, true),
    instructions,
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { [metaKeys.serverInfo]: { name: serverName, version: river.deps.version } },
  });
}

/** Only what this client's channel can deliver: changes, subscriptions and log levels need a session or 2026-07-28. */
function capabilities(offers: Offers, hasChannel: boolean): Record<string, unknown> {
  const changes = hasChannel ? { listChanged: true } : {};
  return {
    tools: changes,
    ...(offers.prompts ? { prompts: changes } : {}),
    ...(offers.resources
      ? { resources: { ...changes, ...(hasChannel && offers.subscribe ? { subscribe: true } : {}) } }
      : {}),
    ...(offers.completions ? { completions: {} } : {}),
    ...(offers.logging && hasChannel ? { logging: {} } : {}),
  };
}
