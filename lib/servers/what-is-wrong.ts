import type { Db } from '../db/client';
import { failureText } from './connect-failure';
import type { EntryKind } from './list-kinds';
import { readNamedServers } from './read-named-servers';
import type { SeenList, SeenServer } from './read-server';
import { displacedNames, type NamedServer } from './tool-names';

const namesShown = 3;

/** Why a server that answers is not simply up, in words for the dashboard; null when it is. */
export async function whatIsWrong(
  db: Db,
  server: { id: string; workspaceId: string },
  { lists }: SeenServer,
): Promise<string | null> {
  const sentences = [...lists.flatMap(sentencesAbout), ...(await sentencesAboutNames(db, server, lists))];
  return sentences.length === 0 ? null : sentences.join(' ');
}

function sentencesAbout(seen: SeenList): string[] {
  const { kind } = seen;
  if ('failure' in seen) {
    return [`Its ${kind.plural} could not be read, so the last good list is served: ${failureText(seen.failure)}`];
  }
  const { leftOut } = seen.list;
  if (leftOut === 0) return [];
  const which = leftOut === 1 ? `One ${kind.singular} was` : `${leftOut} ${kind.plural} were`;
  return [
    `${which} left out: without ${kind.needs}, repeated, or beyond the ${kind.entriesMax} that a server may list.`,
  ];
}

/** Only without a prefix can a server come to want a name that another has: it may have listed it since it was saved. */
async function sentencesAboutNames(
  db: Db,
  { id, workspaceId }: { id: string; workspaceId: string },
  lists: readonly SeenList[],
): Promise<string[]> {
  const one = await db.server.findUnique({ where: { id }, select: { prefix: true } });
  if (one?.prefix !== '') return [];
  const servers = (await readNamedServers(db, workspaceId, id)).map((server) =>
    server.id === id ? { ...server, ...namesIn(lists) } : server,
  );
  const own = servers.find((server) => server.id === id);
  if (own === undefined) return [];
  return (['tools', 'prompts'] as const).flatMap((kind) => {
    const names = displacedNames(own, servers, kind);
    return names.length === 0 ? [] : [displaced(kind, names)];
  });
}

/** What has just been read, which takes the place of what is stored. */
function namesIn(lists: readonly SeenList[]): Partial<Pick<NamedServer, 'tools' | 'prompts'>> {
  const read = (kind: EntryKind) => lists.find((one) => one.kind.kind === kind);
  const [tools, prompts] = [read('tool'), read('prompt')];
  return {
    ...(tools !== undefined && 'list' in tools ? { tools: tools.list.entries } : {}),
    ...(prompts !== undefined && 'list' in prompts ? { prompts: prompts.list.entries } : {}),
  };
}

function displaced(kind: 'tools' | 'prompts', names: string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
  const one = `one of its ${kind} under another name, because a server of this workspace has that name already`;
  const many = `${names.length} of its ${kind} under other names, because servers of this workspace have those already`;
  return `Clients see ${names.length === 1 ? one : many}: ${shown}${more}. Give this server a prefix.`;
}
