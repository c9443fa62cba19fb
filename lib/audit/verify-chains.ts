import type { Ctx } from '../access/ctx';
import type { Db } from '../db/client';
import { proveEnd, type Sealed, sealEntry, sealingKey } from './seal-entry';
import { chainOf } from './write-entries';

export interface ChainReport {
  /** A workspace's id, or `installation`. */
  chain: string;
  entries: number;
  /** How many of them are older than the seals; nothing proves these. */
  unsealed: number;
  /** Of the last entry: kept elsewhere, it proves later that what is there now was not replaced by something older. */
  seal: string;
  /** What is wrong, in one sentence; null when all is as it was written. */
  fault: string | null;
}

type Source = Pick<Db, 'auditEntry' | 'auditChain'>;
type Head = { key: string; length: number; seal: string; proof: string };

const batch = 1_000;

/** Walks over every chain of the audit from its first entry to its end. Writes nothing; a server may run and add entries meanwhile. */
export async function* verifyChains(db: Source, vault: Pick<Ctx['vault'], 'derive'>): AsyncGenerator<ChainReport> {
  const key = sealingKey(vault);
  // Read before the heads: an entry is committed together with the head that counts it.
  const found = await db.auditEntry.groupBy({ by: ['workspaceId'], _max: { position: true } });
  const heads = new Map((await db.auditChain.findMany()).map((head) => [head.key, head]));
  const last = new Map(found.map((group) => [chainOf(group), group._max.position ?? 0]));
  for (const chain of [...new Set([...heads.keys(), ...last.keys()])].sort()) {
    const head = heads.get(chain);
    if (head === undefined) yield { ...nothing, chain, fault: 'The record of how long it is was deleted.' };
    else yield { ...(await walk(db, key, head, last.get(chain) ?? 0)), chain, seal: head.seal };
  }
}

const nothing = { entries: 0, unsealed: 0, seal: '' };

async function walk(
  db: Source,
  key: Buffer,
  head: Head,
  lastFound: number,
): Promise<Omit<ChainReport, 'chain' | 'seal'>> {
  let unsealed = 0;
  let seal = '';
  let position = 0;
  const report = (fault: string | null) => ({ entries: position, unsealed, fault });
  for await (const entry of entriesOf(db, head)) {
    if (entry.position !== position + 1) return report(`Entry ${position + 1} is missing.`);
    // Only the oldest may be without a seal: the first that has one was sealed as if nothing came before it.
    if (entry.seal === null && seal !== '') return report(`Entry ${entry.position} lost its seal.`);
    if (entry.seal !== null && entry.seal !== sealEntry(key, entry, seal))
      return report(`Entry ${entry.position} is not as it was written, or what came before it is not.`);
    if (entry.seal === null) unsealed += 1;
    seal = entry.seal ?? '';
    position = entry.position;
  }
  if (position < head.length) return report(`The last entries are missing, from ${position + 1} to ${head.length}.`);
  if (lastFound > head.length) return report(`Entries after ${head.length} were put in.`);
  const isProven = seal === '' ? head.proof === '' : head.proof === proveEnd(key, head.key, head.length, seal);
  return report(seal === head.seal && isProven ? null : `It did not end with entry ${head.length}.`);
}

async function* entriesOf(db: Source, { key, length }: Head): AsyncGenerator<Sealed & { seal: string | null }> {
  const workspaceId = key === chainOf({ workspaceId: null }) ? null : key;
  for (let after = 0; after < length; ) {
    const rows = await db.auditEntry.findMany({
      where: { workspaceId, position: { gt: after, lte: length } },
      orderBy: { position: 'asc' },
      take: batch,
    });
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    after = end.position;
  }
}
