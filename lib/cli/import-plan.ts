import { Workspace, WorkspaceList } from '../workspaces/schemas';
import { CliError } from './cli-error';
import { readServers } from './find-server';
import type { Candidate } from './import-candidates';
import type { Output } from './output';
import { readAllPages } from './read-all-pages';
import type { Rest } from './rest-client';

/** Where the servers go: a workspace that is there, or one to be made. */
export interface Destination {
  slug: string | null;
  name: string;
  isNew: boolean;
}

export interface Step extends Candidate {
  action: 'add' | 'present' | 'skip';
}

interface Wish {
  /** The slug that was asked for. */
  workspace: string | undefined;
  /** The name that was asked for, else one that tells where the servers come from. */
  name: string;
}

/** Asked for by slug, else found again by name: importing twice makes one workspace. */
export async function findDestination(rest: Rest, { workspace, name }: Wish, output: Output): Promise<Destination> {
  if (workspace !== undefined) {
    const found = await rest.send({ method: 'GET', path: ['workspaces', workspace] }, Workspace).catch((error) => {
      if (error instanceof CliError && error.kind === 'not_found') return null;
      throw error;
    });
    return { slug: workspace, name: found?.value.name ?? name, isNew: found === null };
  }
  const list = { method: 'GET', path: ['workspaces'] } as const;
  const { items } = await readAllPages(rest, list, WorkspaceList, 'workspaces', output);
  const same = items.filter((one) => one.name === name);
  if (same.length > 1)
    throw new CliError(
      'usage',
      `You have several workspaces “${name}”. Say which: --workspace ${same.map(({ slug }) => slug).join(', ')}`,
    );
  return { slug: same[0]?.slug ?? null, name, isNew: same.length === 0 };
}

/** What happens to each server. One with the address of a server that is there already is that server. */
export async function planSteps(
  rest: Rest,
  { slug, isNew }: Destination,
  candidates: Candidate[],
  output: Output,
): Promise<Step[]> {
  const there = isNew || slug === null ? [] : (await readServers(rest, slug, output)).items;
  return candidates.map((candidate, i) => {
    if (candidate.input === null) return { ...candidate, action: 'skip' };
    const { url, name } = candidate.input;
    const twins = candidates.filter(({ input }) => input !== null && isSameUrl(input.url, url));
    // Two accounts of one server differ by name only.
    const isThere = there.some((server) => isSameUrl(server.url, url) && (twins.length === 1 || server.name === name));
    const isRepeated = twins.some((twin) => candidates.indexOf(twin) < i && twin.input?.name === name);
    return { ...candidate, action: isThere || isRepeated ? 'present' : 'add' };
  });
}

const isSameUrl = (a: string, b: string): boolean => normal(a) === normal(b);
const normal = (text: string) =>
  URL.canParse(text) ? new URL(text).href.replace(/#.*$/, '').replace(/\/$/, '') : text;
