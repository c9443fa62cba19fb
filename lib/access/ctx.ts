import type { Afterwards } from '../afterwards';
import type { Db } from '../db/client';
import type { Env } from '../env';
import type { Mailer } from '../mail/mailer';
import type { Vault } from '../secrets/vault';
import type { Connections } from '../servers/connections';

/** Who acts: a person (signed in, or by their API key), or the product itself. */
export type Actor =
  | { kind: 'user'; id: string; name: string; email: string; via: 'session' | 'api_key'; sessionId?: string }
  | { kind: 'system' };

/** Where a request came from, for the record; null for what it did not tell, and for the product's own work. */
export interface Sender {
  address: string | null;
  userAgent: string | null;
}

/** All that a verb may touch. Time comes in with it, so that rules stay pure. */
export interface Ctx {
  actor: Actor;
  now: Date;
  requestId: string;
  sender: Sender;
  db: Db;
  env: Env;
  vault: Vault;
  connections: Connections;
  mail: Pick<Mailer, 'isOn' | 'outbox' | 'send'>;
  /** For what the answer must not wait for: how long it takes would tell who exists. */
  afterAnswer: Afterwards['run'];
  /** Ends every stream that a token holds open on this instance. */
  closeTokenStreams(tokenId: string): void;
}

/** The context of a request that nobody has to be signed in for. */
export type AnonymousCtx = Omit<Ctx, 'actor'>;
