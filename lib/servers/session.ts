import type { OpenedServer, PostOptions, ServerReply } from './connections';
import type { JsonObject } from './json-object';

/** What a server says outside of any request; the text is the message as it wrote it. */
export type OnMessage = (message: JsonObject, text: string) => void;

/** A server as it was opened once. Ends when the server forgets it, or when we do. */
export interface Session {
  readonly server: OpenedServer;
  /** Whether the server can ask something in the middle of a request: it knows then which client the answer comes from. */
  readonly canAsk: boolean;
  post(message: string, options: PostOptions): Promise<ServerReply>;
  /** One attempt at a stream for what the server says outside of any request. */
  openStream(options: StreamOptions): SessionStream;
  /** Tells the server to forget it, and ends what stands open. Nobody waits for the server's opinion; at most a second. */
  end(): Promise<void>;
  /** Lets go of a session that the server does not know any more, or that another one replaced. */
  abandon(): void;
}

export interface StreamOptions {
  onMessage: OnMessage;
  /** Resources whose updates are wanted, where the stream itself carries the wish (2026-07-28). */
  uris: readonly string[];
}

/** How a stream ended: the server has `none`, it `lost` the session, or the stream just `ended` and can be opened again. */
export type StreamEnd = 'none' | 'lost' | 'ended';

export interface SessionStream {
  /** Resolves when the server has answered, however; for 2026-07-28 with what it acknowledged to watch. */
  begun: Promise<readonly string[]>;
  ended: Promise<StreamEnd>;
  /** What the server asked for in `retry:`. */
  readonly retryMs: number | null;
  close(): void;
}
