import type { OpenedServer, PostOptions, ServerReply } from './connections';
import type { OnMessage, Session, SessionStream } from './session';
import type { SseLink } from './sse-link';

/** A server of revision 2024-11-05: the session is its stream. */
export class SseSession implements Session {
  constructor(
    private readonly link: SseLink,
    readonly server: OpenedServer,
    private readonly headers: string[],
    onMessage: OnMessage,
  ) {
    link.onMessage = onMessage;
  }

  readonly canAsk = true;

  post(message: string, options: PostOptions): Promise<ServerReply> {
    return this.link.post(this.headers, message, options, this.server.epoch);
  }

  /** Stands already, because there is no session without it. */
  openStream(): SessionStream {
    const { link } = this;
    return { begun: Promise.resolve([]), ended: link.over.then(() => 'lost' as const), retryMs: null, close: () => {} };
  }

  async end(): Promise<void> {
    this.link.close();
  }

  abandon(): void {
    this.link.abandon();
  }
}
