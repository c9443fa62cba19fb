import { setTimeout as pause } from 'node:timers/promises';
import { rpcCodes } from '../mcp-protocol';
import { carry } from './carry';
import { Flight } from './flight';
import { keepGeneralStream } from './general-stream';
import { type Message, paramText, readMessage } from './message';
import type { Parts } from './parts';
import { sessionHeaders } from './request-headers';
import { carrySubscription } from './subscription';
import { errorLine, tell } from './tell';

/** What the gateway takes of one message. */
const bodyBytesMax = 4 * 1024 * 1024;
const flightsMax = 1_000;
const heldBytesMax = 64 * 1024 * 1024;
const goodbyeMsMax = 800;

/** Everything between one client and the gateway: takes what the client says, line by line, and answers through `parts.out`. */
export class Bridge {
  readonly #flights = new Map<Flight, Promise<void>>();
  #heldBytes = 0;
  /** The handshake, which everything after it waits for. */
  #handshake: Promise<void> = Promise.resolve();
  #isListening = false;

  constructor(private readonly parts: Parts) {}

  /** Resolves when the next line may come, which is not when this one is answered. */
  async accept(line: Buffer | 'too_long'): Promise<void> {
    const { out } = this.parts;
    const message = line === 'too_long' ? null : readMessage(line);
    if (message === null) {
      const what = line === 'too_long' ? 'is far too long' : 'is not a JSON-RPC message';
      return out.write(errorLine('null', rpcCodes.parseError, `Parse error: a line ${what}.`));
    }
    if (message.method === 'notifications/cancelled' && this.#cancel(message)) return;
    const flight = new Flight(message);
    const refusal = this.#refusal(message);
    if (refusal !== null) return tell(this.parts, flight, { words: refusal, reason: 'bridge', mayHaveRun: false });
    // Nobody can be told that there are too many of these, so they wait.
    while (message.ids.length === 0 && this.#isFull) await Promise.race(this.#flights.values());
    if (message.version !== null) this.parts.modernVersion = message.version;
    this.#heldBytes += message.body.length;
    const flown = this.#fly(flight).finally(() => {
      this.#heldBytes -= message.body.length;
      this.#flights.delete(flight);
    });
    this.#flights.set(flight, flown);
    if (message.method === 'initialize' || message.method === 'notifications/initialized') this.#handshake = flown;
  }

  /** Resolves when all is answered, or `graceMs` have passed, or `hurry` is aborted; and the gateway knows that the session is over. */
  async end(graceMs: number, hurry: AbortSignal): Promise<void> {
    for (const flight of this.#flights.keys()) if (isSubscription(flight)) this.#drop(flight);
    const late = pause(graceMs, undefined, { signal: hurry, ref: true }).catch(() => undefined);
    await Promise.race([Promise.all(this.#flights.values()), late]);
    for (const flight of this.#flights.keys()) flight.leave();
    // A client that takes nothing any more must not hold up the end.
    await Promise.race([Promise.all(this.#flights.values()), pause(goodbyeMsMax)]);
    await this.#sayGoodbye();
    await Promise.race([this.parts.out.flush(), pause(goodbyeMsMax)]);
  }

  async #fly(flight: Flight): Promise<void> {
    await this.#handshake;
    if (flight.isUnwanted) return;
    if (isSubscription(flight)) return carrySubscription(this.parts, flight);
    await carry(this.parts, flight);
    if (flight.message.method === 'notifications/initialized') this.#listen();
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    void keepGeneralStream(this.parts).finally(() => {
      this.#isListening = false;
    });
  }

  get #isFull(): boolean {
    return this.#flights.size >= flightsMax || this.#heldBytes >= heldBytesMax;
  }

  #refusal({ body, ids }: Message): string | null {
    if (body.length > bodyBytesMax) return `The message is over the gateway’s ${bodyBytesMax} bytes.`;
    return ids.length > 0 && this.#isFull ? 'Too many requests wait for their answers already.' : null;
  }

  /**
   * Cancelling is hanging up in 2026-07-28, and a message to the gateway before.
   * @returns whether nothing more has to be said
   */
  #cancel(message: Message): boolean {
    const id = paramText(message, 'requestId');
    const flight = [...this.#flights.keys()].find(({ open }) => id !== null && open.has(id));
    if (flight === undefined) return true;
    if (flight.message.version !== null || !flight.wasSent) {
      this.#drop(flight);
      return true;
    }
    flight.isCancelled = true;
    return false;
  }

  #drop(flight: Flight): void {
    flight.isUnwanted = true;
    flight.leave();
  }

  /** DELETE (2025-11-25, Session Management). Its failure changes nothing: sessions end by themselves. */
  async #sayGoodbye(): Promise<void> {
    const { session, wire, debug } = this.parts;
    if (session.id === null) return;
    const signal = AbortSignal.timeout(goodbyeMsMax);
    await wire({ method: 'DELETE', headers: sessionHeaders(this.parts), signal }).then(
      (answer) => answer.discard(),
      (error: unknown) => debug(String(error)),
    );
  }
}

const isSubscription = ({ message }: Flight) => message.method === 'subscriptions/listen' && message.version !== null;
