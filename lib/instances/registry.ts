import type { Db } from '../db/client';
import type { Log } from '../log';
import { repeat } from '../repeat';

/** A running process of this installation, and where the others reach it. */
export interface Peer {
  id: string;
  url: string;
}

export interface Registry {
  /** This instance. */
  readonly id: string;
  /** The others that were seen a moment ago. */
  readonly peers: readonly Peer[];
  /** One of the others by its id; null when it is gone, or is this one. */
  find(id: string): Promise<Peer | null>;
  stop(): Promise<void>;
}

interface Parts {
  db: Db;
  log: Pick<Log, 'warn'>;
}

const everyMs = 2_000;
const goneAfterMs = 10_000;
const forgottenAfterMs = 60_000;
/** Somebody who has just started is looked for at most this often. */
const lookAgainMs = 500;

/** What a process that is alone knows of others. */
export const alone = (id: string): Registry => ({
  id,
  peers: [],
  find: async () => null,
  stop: async () => undefined,
});

/**
 * Says in the database every two seconds that this instance is there, and reads who else is. All times are the database's, so that the clocks
 * of the machines do not matter. Resolves when this instance is known. For PostgreSQL: with SQLite there is one process.
 */
export async function joinInstances({ db, log }: Parts, own: Peer): Promise<Registry> {
  let peers: Peer[] = [];
  let lookedAtMs = 0;
  let isFailing = false;

  const look = async () => {
    lookedAtMs = performance.now();
    const rows = await db.$queryRaw<Peer[]>`
      SELECT id, url FROM instances
      WHERE id <> ${own.id} AND seen_at > (now() AT TIME ZONE 'utc') - make_interval(secs => ${goneAfterMs / 1000})
      ORDER BY id`;
    peers = rows;
  };
  const beat = async () => {
    await db.$executeRaw`
      INSERT INTO instances (id, url, started_at, seen_at)
      VALUES (${own.id}, ${own.url}, now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc')
      ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`;
    await db.$executeRaw`
      DELETE FROM instances WHERE seen_at < (now() AT TIME ZONE 'utc') - make_interval(secs => ${forgottenAfterMs / 1000})`;
    await look();
  };
  const sayAgain = async () => {
    try {
      await beat();
      isFailing = false;
    } catch (err) {
      if (!isFailing) log.warn({ err }, 'this instance could not say that it is there');
      isFailing = true;
    }
  };
  await beat();
  const saying = repeat(sayAgain, { firstAfterMs: everyMs, everyMs });
  const known = (id: string) => peers.find((peer) => peer.id === id) ?? null;
  return {
    id: own.id,
    get peers() {
      return peers;
    },
    async find(id) {
      if (id === own.id) return null;
      if (known(id) === null && performance.now() - lookedAtMs > lookAgainMs) await look().catch(() => undefined);
      return known(id);
    },
    async stop() {
      await saying.stop();
      await db.instance.deleteMany({ where: { id: own.id } });
    },
  };
}
