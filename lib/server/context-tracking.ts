import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/** How long after its last request Next may still be busy with one. */
const graceMs = 1_000;

/**
 * Before Node 24 an AsyncLocalStorage that was used once makes every promise of the process dearer from then on. Next uses several,
 * the gateway none: they rest while Next answers nobody, and wake by themselves at its next request, because `run` enables what
 * it is called on. Measured beside a bare proxy, 16 connections: 50 % of its throughput without this, 60 % with it.
 */
export function restContextTracking(): (response: ServerResponse) => void {
  if (Number(process.versions.node.split('.', 1)) >= 24) return () => undefined;
  const awake = noteUses();
  let underWay = 0;
  const rest = () => {
    for (const storage of awake) storage.disable();
    // Emptied each time: whoever makes a storage for each request must not fill it.
    awake.clear();
  };
  let timer = setTimeout(rest, graceMs).unref();
  return (response) => {
    clearTimeout(timer);
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
      if (underWay === 0) timer = setTimeout(rest, graceMs).unref();
    });
  };
}

/** Every storage that is put to use from now on. */
function noteUses(): Set<AsyncLocalStorage<unknown>> {
  const awake = new Set<AsyncLocalStorage<unknown>>();
  const { prototype } = AsyncLocalStorage;
  const { run, enterWith } = prototype;
  prototype.run = function noted(this: AsyncLocalStorage<unknown>, ...args: Parameters<typeof run>) {
    awake.add(this);
    return run.apply(this, args);
  } as typeof run;
  prototype.enterWith = function noted(this: AsyncLocalStorage<unknown>, store: unknown) {
    awake.add(this);
    enterWith.call(this, store);
  };
  return awake;
}
