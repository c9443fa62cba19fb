import type { Db, Tx } from '../db/client';
import type { NamedServer } from './tool-names';

/** The enabled servers of a workspace, and `id` enabled or not, in their order, with the names of their tools and prompts. */
export async function readNamedServers(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<(NamedServer & { name: string })[]> {
  const rows = await db.server.findMany({
    where: { workspaceId, OR: [{ enabled: true }, { id }] },
    select: {
      id: true,
      name: true,
      prefix: true,
      entries: {
        where: { kind: { in: ['tool', 'prompt'] } },
        select: { kind: true, name: true },
        orderBy: { position: 'asc' },
      },
    },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ entries, ...server }) => ({
    ...server,
    tools: entries.filter(({ kind }) => kind === 'tool'),
    prompts: entries.filter(({ kind }) => kind === 'prompt'),
  }));
}
