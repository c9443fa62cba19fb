/** A flapping server says that its lists changed many times in a row; they are read once, when it has calmed down. */
const settleMs = 100;
const betweenMs = 500;

interface Pending {
  timer: NodeJS.Timeout | null;
  startedAtMs: number;
  run: Promise<void> | null;
  /** Asked for again while it ran. */
  isAskedAgain: boolean;
}

export interface RefreshSoon {
  /** Refreshes this server 100 ms from now, and twice a second at most; whoever asks until then shares that run. */
  ask(serverId: string): void;
  forget(serverId: string): void;
  /** Plans nothing any more and waits for what runs. */
  stop(): Promise<void>;
}

/** `refresh` says itself what goes wrong; it never rejects. `nowMs` never goes back. */
export function createRefreshSoon(refresh: (serverId: string) => Promise<void>, nowMs: () => number): RefreshSoon {
  const servers = new Map<string, Pending>();

  function plan(serverId: string, one: Pending): void {
    const delayMs = Math.max(settleMs, one.startedAtMs + betweenMs - nowMs());
    one.timer = setTimeout(() => {
      one.timer = null;
      one.startedAtMs = nowMs();
      one.run = refresh(serverId).finally(() => {
        one.run = null;
        if (!one.isAskedAgain) return;
        one.isAskedAgain = false;
        if (servers.get(serverId) === one) plan(serverId, one);
      });
    }, delayMs).unref();
  }

  function end(serverId: string): Promise<void> | null {
    const one = servers.get(serverId);
    if (one === undefined) return null;
    servers.delete(serverId);
    if (one.timer !== null) clearTimeout(one.timer);
    return one.run;
  }

  return {
    ask(serverId) {
      const one = servers.get(serverId) ?? { timer: null, startedAtMs: -betweenMs, run: null, isAskedAgain: false };
      servers.set(serverId, one);
      if (one.run !== null) one.isAskedAgain = true;
      else if (one.timer === null) plan(serverId, one);
    },
    forget: (serverId) => void end(serverId),
    async stop() {
      await Promise.all([...servers.keys()].map(end));
    },
  };
}
