import type { RefusalRecord } from '../gateway/deps';
import { newId } from '../ids';
import type { Log } from '../log';
import { hourMs } from './rollup';
import {
  type CallRow,
  type PayloadRow,
  type RefusalRow,
  storable,
  type TouchRow,
  toCallRow,
  type UsageBatch,
} from './usage-batch';
import type { UsageWriter } from './usage-writer';

/** Where batches go. `write` rejects when the batch was not written, or perhaps not. */
export interface UsageSink {
  write(batch: UsageBatch): Promise<void>;
  close(): Promise<void>;
}

export interface QueueLimits {
  /** Calls that may wait; more are dropped and counted. */
  maxCalls: number;
  /** Tokens whose last use may wait. */
  maxTouches: number;
  /** Calls in one transaction: small, so that other writers never wait long. */
  batchCalls: number;
  /** Calls of whose arguments and answers something is recorded, that may wait; of more, only the call is. */
  maxPayloads: number;
  /** The same in one transaction: each is some 20 kB, 65 kB at most. */
  batchPayloads: number;
  /** How long the first of a batch waits for others. */
  flushMs: number;
  /** Tokens and hours whose refusals may wait. */
  maxRefusals: number;
  /** How long refusals are gathered: a flood of them is written once in this time. */
  refusalMs: number;
  /** How long uses of one token are gathered into one write: a busy token's row is written once in this time and not with every batch. */
  touchMs: number;
  /** The pauses before each repetition of a failed write; after the last one the batch is dropped and counted. */
  retryMs: readonly number[];
  /** How long `close` waits for what is still queued. */
  closeMs: number;
}

export const defaultLimits: QueueLimits = {
  maxCalls: 50_000,
  maxTouches: 50_000,
  batchCalls: 1000,
  maxPayloads: 1000,
  batchPayloads: 200,
  flushMs: 200,
  maxRefusals: 10_000,
  refusalMs: 1000,
  // With the wait for a batch and the write itself a use is visible within a second.
  touchMs: 400,
  retryMs: [50, 200, 500, 1000, ...Array<number>(18).fill(5000)],
  closeMs: 10_000,
};

/** Collects usage off the path of the calls and hands it to `sink`, one batch at a time. Never throws, never grows without bound. */
export class UsageQueue implements UsageWriter {
  dropped = 0;
  droppedPayloads = 0;
  readonly #sink: UsageSink;
  readonly #log: Log;
  readonly #limits: QueueLimits;
  #calls: CallRow[] = [];
  /** By the call's id. */
  #payloads = new Map<string, PayloadRow>();
  #touches = new Map<string, TouchRow>();
  #refusals = new Map<string, RefusalRow>();
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  /** `close` has waited long enough: every batch has one more chance. */
  #isLate = false;
  /** Names this process's batches: a number that was written is not written again. */
  readonly #id = newId();
  #batch = 0;
  /** Calls that were taken until now, and those of them that were written or given up. */
  #taken = 0;
  #done = 0;
  /** When refusals were written last. */
  #refusedMs = Number.NEGATIVE_INFINITY;
  /** When last uses were written last. */
  #touchedMs = Number.NEGATIVE_INFINITY;
  #endPause: () => void = () => undefined;

  constructor(sink: UsageSink, log: Log, limits: QueueLimits = defaultLimits) {
    this.#sink = sink;
    this.#log = log;
    this.#limits = limits;
  }

  recordCall(call: Parameters<UsageWriter['recordCall']>[0]): void {
    if (this.#closing !== undefined || this.#calls.length >= this.#limits.maxCalls) {
      this.dropped += 1;
      return;
    }
    const row = toCallRow(call);
    this.#taken += 1;
    this.#calls.push(row);
    this.#schedule();
    if (call.payload === null || call.serverId === null) return;
    if (this.#payloads.size < this.#limits.maxPayloads)
      this.#payloads.set(row[0], [row[0], call.serverId, call.payload(row[0])]);
    else this.droppedPayloads += 1;
  }

  recordRefusal({ workspaceId, tokenId, memberId, outcome, count, atMs }: RefusalRecord): void {
    if (this.#closing !== undefined) return;
    const key = `${tokenId} ${outcome} ${Math.floor(atMs / hourMs)}`;
    const waiting = this.#refusals.get(key);
    if (waiting !== undefined) {
      waiting[4] += count;
      waiting[5] = Math.max(atMs, waiting[5]);
    } else if (this.#refusals.size < this.#limits.maxRefusals) {
      this.#refusals.set(key, [workspaceId, tokenId, memberId, outcome, count, atMs]);
      this.#schedule();
    }
  }

  touchToken(tokenId: string, atMs: number, client: string | null): void {
    const waiting = this.#touches.get(tokenId);
    const isFull = waiting === undefined && this.#touches.size >= this.#limits.maxTouches;
    if (this.#closing !== undefined || isFull) return;
    if (waiting === undefined) this.#touches.set(tokenId, [tokenId, atMs, client === null ? null : storable(client)]);
    else {
      waiting[1] = Math.max(atMs, waiting[1]);
      if (client !== null) waiting[2] = storable(client);
    }
    this.#schedule();
  }

  /** Resolves when everything recorded until now is committed, or was given up after its last repetition. */
  async flush(): Promise<void> {
    this.#touchedMs = Number.NEGATIVE_INFINITY;
    this.#refusedMs = Number.NEGATIVE_INFINITY;
    const taken = this.#taken;
    // The batch under way does not hold what was only touched since it began.
    await this.#draining;
    do await this.#drain();
    while (this.#done < taken);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const deadline = setTimeout(() => {
      this.#isLate = true;
      this.#endPause();
    }, this.#limits.closeMs);
    await this.flush();
    clearTimeout(deadline);
    clearTimeout(this.#timer);
    const { dropped, droppedPayloads } = this;
    if (dropped + droppedPayloads > 0) this.#log.warn({ dropped, droppedPayloads }, 'some calls were not recorded');
    await this.#sink.close();
  }

  #schedule(): void {
    if (this.#draining !== undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#drain(), this.#limits.flushMs);
    this.#timer.unref();
  }

  /** Writes one batch; whoever asks meanwhile shares it. */
  #drain(): Promise<void> {
    this.#draining ??= this.#writeNext().finally(() => {
      this.#draining = undefined;
      if (this.#calls.length >= this.#limits.batchCalls || this.#payloads.size >= this.#limits.batchPayloads)
        void this.#drain();
      else if (this.#calls.length > 0 || this.#touches.size > 0 || this.#refusals.size > 0) this.#schedule();
    });
    return this.#draining;
  }

  async #writeNext(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { calls, payloads } = this.#takeCalls();
    const [refusals, touches] = [this.#takeRefusals(), this.#takeTouches()];
    if (calls.length === 0 && refusals.length === 0 && touches.length === 0) return;
    this.#batch += 1;
    const mark = { id: this.#id, batch: this.#batch, position: '' };
    await this.#write({ mark, calls, payloads, uncounted: [], refusals, touches });
    this.#done += calls.length;
  }

  #takeCalls(): Pick<UsageBatch, 'calls' | 'payloads'> {
    const { batchCalls, batchPayloads } = this.#limits;
    const payloads: PayloadRow[] = [];
    let count = this.#payloads.size === 0 ? batchCalls : 0;
    while (count < Math.min(batchCalls, this.#calls.length) && payloads.length < batchPayloads) {
      const id = this.#calls[count]?.[0] as string;
      const payload = this.#payloads.get(id);
      if (payload !== undefined) payloads.push(payload);
      this.#payloads.delete(id);
      count += 1;
    }
    return { calls: this.#calls.splice(0, count), payloads };
  }

  #takeRefusals(): RefusalRow[] {
    const nowMs = performance.now();
    if (nowMs - this.#refusedMs < this.#limits.refusalMs) return [];
    const refusals = [...this.#refusals.values()];
    this.#refusals.clear();
    if (refusals.length > 0) this.#refusedMs = nowMs;
    return refusals;
  }

  #takeTouches(): TouchRow[] {
    const nowMs = performance.now();
    if (nowMs - this.#touchedMs < this.#limits.touchMs) return [];
    const touches = [...this.#touches.values()];
    this.#touches.clear();
    if (touches.length > 0) this.#touchedMs = nowMs;
    return touches;
  }

  async #write(batch: UsageBatch): Promise<void> {
    const calls = batch.calls.length;
    for (const [attempt, pauseMs] of [...this.#limits.retryMs, null].entries()) {
      try {
        return await this.#sink.write(batch);
      } catch (err) {
        if (pauseMs === null || this.#isLate) {
          this.dropped += calls;
          this.#log.error({ err, calls }, 'usage could not be written and was given up');
          return;
        }
        if (attempt === 0) this.#log.warn({ err, calls }, 'usage could not be written yet');
        await this.#pause(pauseMs);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
