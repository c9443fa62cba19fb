import { Worker } from 'node:worker_threads';
import type { UsageBatch } from './usage-batch';
import type { UsageSink } from './usage-queue';
import { findWorkerScript, type WorkerScript } from './worker-script';

const deadlineMs = 30_000;
/** It holds one batch at a time; without a bound its heap grows to that of the process before it is swept. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

interface Thread {
  worker: Worker;
  /** Ends the wait for the batch under way; there is one at most. */
  settle: (failure: Error | null) => void;
}

/** Writes on a thread of its own. One that died or does not answer is replaced at the next write. */
export function openSqliteSink(file: string, script: () => WorkerScript = findWorkerScript): UsageSink {
  let thread: Thread | undefined;
  const start = (): Thread => {
    const { code, isSource } = script();
    const worker = new Worker(code, { eval: isSource, workerData: { file }, resourceLimits });
    const started: Thread = { worker, settle: () => undefined };
    worker.on('message', (failure: string | null) => started.settle(failure === null ? null : new Error(failure)));
    worker.on('error', (error) => started.settle(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      if (thread === started) thread = undefined;
      started.settle(new Error('The thread that writes usage ended.'));
    });
    worker.unref();
    return started;
  };
  return {
    async write(batch) {
      thread ??= start();
      const { worker } = thread;
      // Only while it writes may the thread keep the process alive.
      worker.ref();
      try {
        await ask(thread, batch);
      } finally {
        worker.unref();
      }
    },
    async close() {
      await thread?.worker.terminate();
    },
  };
}

function ask(thread: Thread, batch: UsageBatch): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => void thread.worker.terminate(), deadlineMs);
    thread.settle = (failure) => {
      clearTimeout(timer);
      if (failure === null) resolve();
      else reject(failure);
    };
    thread.worker.postMessage(batch);
  });
}
