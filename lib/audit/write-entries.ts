import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';
import { newId } from '../ids';
import { proveEnd, type Sealed, sealEntry, sealingKey } from './seal-entry';

/** An entry that has no place yet. */
export type Entry = Omit<Sealed, 'id' | 'position'>;

/** Puts entries at the ends of their chains, in order. Chains are locked in one order, so that two transactions never wait for each other. */
export async function writeEntries(tx: Tx, entries: readonly Entry[], vault: Ctx['vault']): Promise<void> {
  const chains = new Map<string, Entry[]>();
  for (const entry of entries) {
    const chain = chainOf(entry);
    chains.set(chain, [...(chains.get(chain) ?? []), entry]);
  }
  for (const [chain, own] of [...chains].sort(([a], [b]) => (a < b ? -1 : 1))) await extend(tx, chain, own, vault);
}

/** The chain that an entry belongs to. */
export const chainOf = ({ workspaceId }: { workspaceId: string | null }): string => workspaceId ?? 'installation';

async function extend(tx: Tx, chain: string, entries: Entry[], vault: Ctx['vault']): Promise<void> {
  const { length, seal } = await lengthen(tx, chain, entries.length);
  const key = sealingKey(vault);
  let last = seal;
  const data = entries.map((entry, index) => {
    const placed = { ...entry, id: newId(entry.at.getTime()), position: length - entries.length + 1 + index };
    last = sealEntry(key, placed, last);
    return { ...placed, seal: last };
  });
  await tx.auditEntry.createMany({ data });
  const end = { seal: last, proof: proveEnd(key, chain, length, last) };
  await tx.auditChain.update({ where: { key: chain }, data: end, select: { key: true } });
}

/** Makes room at a chain's end and holds it to the end of the transaction. Prisma's upsert would read first, and let two in. */
async function lengthen(tx: Tx, key: string, count: number): Promise<{ length: number; seal: string }> {
  const [row] = await tx.$queryRaw<{ length: number | bigint; seal: string }[]>`
    INSERT INTO audit_chains (key, length, seal, proof) VALUES (${key}, ${count}, '', '')
    ON CONFLICT (key) DO UPDATE SET length = audit_chains.length + excluded.length
    RETURNING length, seal`;
  if (row === undefined) throw new Error('A chain of the audit could not be made longer.');
  return { length: Number(row.length), seal: row.seal };
}
