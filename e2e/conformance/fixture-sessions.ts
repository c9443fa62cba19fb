import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import type {
  EventStore,
  JSONRPCMessage,
  McpServer,
  RegisteredPrompt,
  RegisteredTool,
} from '@modelcontextprotocol/server';

/** A server with the tool and the prompt that come and go. */
export interface Offered {
  server: McpServer;
  extraTool: RegisteredTool;
  extraPrompt: RegisteredPrompt;
}

export interface Sessions {
  handle(req: IncomingMessage, res: ServerResponse, message: unknown): Promise<void>;
  /** The servers of all sessions that are open. */
  open(): Offered[];
  close(): Promise<void>;
}

/** The 2025 revisions as the SDK serves them in full: sessions, GET streams, and streams that can be resumed. */
export function serveSessions(make: () => Offered): Sessions {
  const sessions = new Map<string, { transport: NodeStreamableHTTPServerTransport; offered: Offered }>();
  const start = async () => {
    const offered = make();
    const transport: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: rememberEvents(),
      retryInterval: 50,
      onsessioninitialized: (id) => void sessions.set(id, { transport, offered }),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await offered.server.connect(transport);
    return transport;
  };
  return {
    handle: async (req, res, message) => {
      const id = req.headers['mcp-session-id'];
      const known = typeof id === 'string' ? sessions.get(id) : undefined;
      if (typeof id === 'string' && known === undefined) {
        res.writeHead(404, { 'content-type': 'application/json' });
        res.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } }));
        return;
      }
      await (known?.transport ?? (await start())).handleRequest(req, res, message);
    },
    open: () => [...sessions.values()].map(({ offered }) => offered),
    close: async () => void (await Promise.all([...sessions.values()].map(({ offered }) => offered.server.close()))),
  };
}

/** The events of one session, kept for whoever comes back with `Last-Event-ID`. */
function rememberEvents(): EventStore {
  const events: { id: string; streamId: string; message: JSONRPCMessage }[] = [];
  const streamOf = (eventId: string) => events.find(({ id }) => id === eventId)?.streamId;
  return {
    storeEvent: async (streamId, message) => {
      const id = String(events.length + 1);
      events.push({ id, streamId, message });
      return id;
    },
    getStreamIdForEventId: async (eventId) => streamOf(eventId),
    replayEventsAfter: async (lastEventId, { send }) => {
      const streamId = streamOf(lastEventId) ?? '';
      const isLater = ({ id }: { id: string }) => Number(id) > Number(lastEventId);
      for (const event of events.filter(isLater)) {
        // The event that only carries an id has nothing to say again.
        if (event.streamId === streamId && Object.keys(event.message).length > 0) await send(event.id, event.message);
      }
      return streamId;
    },
  };
}
