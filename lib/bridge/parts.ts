import type { LineWriter } from './line-writer';
import type { Session } from './session';
import type { ToolHeaders } from './tool-headers';
import type { Wire } from './wire';

/** What one bridge is made of. */
export interface Parts {
  wire: Wire;
  out: LineWriter;
  session: Session;
  toolHeaders: ToolHeaders;
  token: TokenSource;
  /** Of the gateway, for sentences. */
  origin: string;
  userAgent: string;
  /** The revision of the newest 2026-07-28 request; its notifications do not name one. */
  modernVersion: string | null;
  /** Aborted when the client has said its last word: nothing is listened to any more. */
  life: AbortSignal;
  /** One sentence on why there is no connection, and what to do. */
  explain(code: string): string;
  /** For the person who reads the client's log. */
  say(text: string): void;
  debug(text: string): void;
}

export interface TokenSource {
  current(): string;
  /** Looks whether there is a new one after the gateway refused it; false when it is the same. */
  renew(): Promise<boolean>;
}
