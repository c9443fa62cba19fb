import { randomBytes } from 'node:crypto';
import { cancelled } from './answer-call';
import type { Ask } from './ask';
import { stateMsMax } from './client-state';
import type { Conversation } from './conversation';
import { CountByToken } from './count-by-token';

export interface ParkedCall {
  conversation: Conversation;
  ask: Ask;
}

const parkedMax = 1_000;
/** A person is asked one thing at a time; what a client has forgotten makes room for what it asks now. */
const parkedPerTokenMax = 16;

/** Requests that wait at a server of before 2026-07-28 while a client of after it fetches the answer. Bounded, each for ten minutes at most. */
export class ParkedCalls {
  readonly #calls = new Map<string, ParkedCall & { tokenId: string; timer: NodeJS.Timeout }>();
  readonly #counts = new CountByToken();

  get size(): number {
    return this.#calls.size;
  }

  /** A handle for `take`; null when too many wait already. */
  park(conversation: Conversation, ask: Ask): string | null {
    const tokenId = conversation.call.exchange.token.id;
    if (this.#counts.of(tokenId) >= parkedPerTokenMax) {
      const oldest = [...this.#calls.values()].find((one) => one.tokenId === tokenId);
      oldest?.conversation.cancel();
    }
    if (this.#calls.size >= parkedMax) return null;
    const handle = randomBytes(16).toString('base64url');
    const timer = setTimeout(() => conversation.cancel(), stateMsMax).unref();
    conversation.onOver = () => {
      this.#forget(handle);
      cancelled(conversation.call);
      conversation.close();
    };
    this.#counts.add(tokenId);
    this.#calls.set(handle, { conversation, ask, tokenId, timer });
    return handle;
  }

  take(handle: string): ParkedCall | null {
    const parked = this.#calls.get(handle);
    if (parked === undefined) return null;
    this.#forget(handle);
    parked.conversation.onOver = null;
    return parked;
  }

  #forget(handle: string): void {
    const parked = this.#calls.get(handle);
    if (parked === undefined) return;
    clearTimeout(parked.timer);
    this.#counts.remove(parked.tokenId);
    this.#calls.delete(handle);
  }
}
