export interface Running {
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

interface Pace {
  firstAfterMs: number;
  /** From the end of one round to the beginning of the next. */
  everyMs: number | (() => number);
}

/** Does `work` again and again in the background until `stop` has returned, one round at a time. It must not reject, and keeps no process alive. */
export function repeat(work: () => Promise<void>, { firstAfterMs, everyMs }: Pace): Running {
  let isStopped = false;
  let timer: NodeJS.Timeout;
  let round: Promise<void> = Promise.resolve();
  const plan = (delayMs: number) => {
    timer = setTimeout(() => {
      round = work().finally(() => {
        if (!isStopped) plan(typeof everyMs === 'number' ? everyMs : everyMs());
      });
    }, delayMs).unref();
  };
  plan(firstAfterMs);
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
