import type { Log } from './log';

/** Work that answers must not wait for, so that how long they take tells nothing of it. */
export interface Afterwards {
  /** Has it done after a moment, one work after the other. What fails is logged. Beyond a bound it is left out, and that is logged. */
  run(work: () => Promise<void>): void;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** Does at once what still waits; nothing is taken from then on. */
  close(): Promise<void>;
}

/** Far longer than an answer needs to be on its way. */
const usualDelayMs = 250;
const waitingMax = 1_000;

export function createAfterwards(log: Pick<Log, 'error'>, delayMs = usualDelayMs): Afterwards {
  const waiting: (() => Promise<void>)[] = [];
  let round: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  async function workOff(): Promise<void> {
    for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) {
      try {
        await work();
      } catch (err) {
        log.error({ err }, 'what follows an answer failed');
      }
    }
  }
  function begin(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    round ??= workOff().finally(() => {
      round = null;
    });
    return round;
  }

  return {
    run(work) {
      if (isClosed || waiting.length >= waitingMax) {
        log.error({ waiting: waiting.length }, 'what follows an answer was left out');
        return;
      }
      waiting.push(work);
      if (round === null) timer ??= setTimeout(begin, delayMs).unref();
    },
    async idle() {
      while (waiting.length > 0 || round !== null) await begin();
    },
    async close() {
      isClosed = true;
      while (waiting.length > 0 || round !== null) await begin();
    },
  };
}
