/** A 2025-11-25 server with sessions and GET streams, for the tests: what it lost, heard and says is in their hands. */
import type { ServerResponse } from 'node:http';
import type { JsonObject } from './json-object';
import { error, json, type Respond, result } from './server-fixture';

export interface SessionServer {
  respond: Respond;
  /** What each session declared in `initialize`, by id. */
  declared: Map<string, unknown>;
  /** Open GET streams, by session id. */
  streams: Map<string, ServerResponse>;
  /** Session ids that were told goodbye. */
  ended: string[];
  /** Says something on the GET stream of a session, or of all. */
  say(message: JsonObject, options?: { session?: string; id?: string; retry?: number }): void;
  /** As after a restart: no session is known any more. */
  forget(): void;
}

const capabilities = { tools: { listChanged: true }, resources: { subscribe: true } };

export function sessionServer(answer: Respond, { hasStream = true } = {}): SessionServer {
  let count = 0;
  const server: SessionServer = {
    declared: new Map(),
    streams: new Map(),
    ended: [],
    say(message, { session, id, retry } = {}) {
      const marks = `${id === undefined ? '' : `id: ${id}\n`}${retry === undefined ? '' : `retry: ${retry}\n`}`;
      for (const [sessionId, stream] of server.streams) {
        if (session !== undefined && session !== sessionId) continue;
        stream.write(`${marks}data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`);
      }
    },
    forget() {
      server.declared.clear();
      for (const stream of server.streams.values()) stream.end();
      server.streams.clear();
    },
    respond(received, response) {
      const { message, httpMethod, headers } = received;
      if (message.method === 'server/discover') return json(response, 400, error(message, -32000, 'no session'));
      if (message.method === 'initialize') {
        count += 1;
        const id = `session-${count}`;
        server.declared.set(id, (message.params as JsonObject).capabilities);
        const serverInfo = { name: 'session-fixture', version: '1.0.0' };
        const value = { protocolVersion: '2025-11-25', capabilities, serverInfo };
        return json(response, 200, result(message, value), { 'mcp-session-id': id });
      }
      const session = String(headers['mcp-session-id']);
      if (!server.declared.has(session)) return json(response, 404, error(message, -32001, 'Session not found'));
      if (httpMethod === 'DELETE') {
        server.ended.push(session);
        return void response.writeHead(200).end();
      }
      if (httpMethod === 'GET') {
        if (!hasStream) return void response.writeHead(405).end();
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        server.streams.set(session, response);
        response.once('close', () => {
          if (server.streams.get(session) === response) server.streams.delete(session);
        });
        return;
      }
      if (message.id === undefined || message.method === undefined) return void response.writeHead(202).end();
      answer(received, response);
    },
  };
  return server;
}
