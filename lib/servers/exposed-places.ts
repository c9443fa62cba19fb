import type { Db } from '../db/client';
import { exposedNames, type NamedKind } from './tool-names';

/** A tool or prompt where it stands in the lists of the gateway. */
export interface Place {
  exposed: string;
  /** On its server. */
  name: string;
  server: { id: string; slug: string; enabled: boolean };
}

/**
 * The tools or prompts of all servers by the names that the gateway gives them, in its order; those of disabled servers too, by
 * the names they would have among themselves.
 */
export async function readPlaces(db: Db, workspaceId: string, kind: NamedKind): Promise<Place[]> {
  const rows = await db.server.findMany({
    where: { workspaceId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      slug: true,
      prefix: true,
      enabled: true,
      entries: {
        where: { kind: kind === 'tools' ? 'tool' : 'prompt' },
        select: { name: true },
        orderBy: { position: 'asc' },
      },
    },
  });
  const servers = rows.map(({ entries, ...server }) => ({ ...server, tools: [], prompts: [], [kind]: entries }));
  const byId = new Map(servers.map((server, index) => [server.id, { server, index }]));
  const names = [true, false].flatMap((enabled) => [
    ...exposedNames(
      servers.filter((one) => one.enabled === enabled),
      kind,
    ),
  ]);
  return names
    .flatMap(([exposed, { serverId, tool }]) => {
      const found = byId.get(serverId);
      return found === undefined ? [] : [{ exposed, name: tool, ...found }];
    })
    .sort((a, b) => a.index - b.index);
}

/** Names an entry by what outlives a refresh of the catalogue. */
export const placeKey = ({ server, exposed }: Place) => `${server.id} ${exposed}`;

/** The definitions of these places only, in their order: a schema may be a quarter of a megabyte. */
export async function readDefinitions(
  db: Db,
  kind: NamedKind,
  places: readonly Place[],
): Promise<{ place: Place; definition: unknown }[]> {
  const rows = await db.catalogueEntry.findMany({
    where: {
      kind: kind === 'tools' ? 'tool' : 'prompt',
      OR: places.map(({ server, name }) => ({ serverId: server.id, name })),
    },
    select: { serverId: true, name: true, definition: true },
  });
  const definitions = new Map(rows.map((row) => [JSON.stringify([row.serverId, row.name]), row.definition]));
  return places.flatMap((place) => {
    const definition = definitions.get(JSON.stringify([place.server.id, place.name]));
    return definition === undefined ? [] : [{ place, definition: JSON.parse(definition) as unknown }];
  });
}
