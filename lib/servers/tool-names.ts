import { createHash } from 'node:crypto';

/** Where an exposed name leads. */
export interface ToolAddress {
  serverId: string;
  /** The name of the tool, or prompt, on its server. */
  tool: string;
}

/** Tools and prompts have names of their own each: a prompt never takes one away from a tool. */
export type NamedKind = 'tools' | 'prompts';

export interface NamedServer {
  id: string;
  /** Empty for none. */
  prefix: string;
  tools: readonly { name: string }[];
  prompts: readonly { name: string }[];
}

/** Clients put `mcp__<server>__` before it and cut, or drop, what grows beyond about 64 characters. */
export const exposedNameMax = 50;
const hashLength = 8;

interface Candidate extends ToolAddress {
  full: string;
  isPrefixed: boolean;
}

/**
 * The names under which clients see the tools (or prompts) of these servers, in the order of the servers and their tools, each
 * with the place it leads to. Names are `<prefix>__<tool>` in `[A-Za-z0-9_-]`, at most 50 characters, unique. Whoever has to give way,
 * because a name is too long or already taken once its odd characters are replaced, carries a short hash of the whole name.
 * Plain names come first, prefixed before unprefixed, so that no server can take a name away from another by imitating its prefix.
 */
export function exposedNames(servers: readonly NamedServer[], kind: NamedKind = 'tools'): Map<string, ToolAddress> {
  const candidates = servers.flatMap((server) => candidatesOf(server, kind));
  const taken = new Set<string>();
  const given = new Map<Candidate, string>();
  const offer = (candidate: Candidate, name: string): boolean => {
    if (taken.has(name)) return false;
    taken.add(name);
    given.set(candidate, name);
    return true;
  };
  for (const isPrefixed of [true, false]) {
    for (const candidate of candidates) {
      if (candidate.isPrefixed === isPrefixed && isPlain(candidate.full)) offer(candidate, candidate.full);
    }
  }
  const rest = candidates.filter((candidate) => !given.has(candidate));
  const wishes = new Map<string, number>();
  for (const { full } of rest) wishes.set(normalise(full), (wishes.get(normalise(full)) ?? 0) + 1);
  for (const candidate of rest) {
    const readable = normalise(candidate.full);
    const isWanted = wishes.get(readable) === 1 && readable.length <= exposedNameMax;
    if (isWanted && offer(candidate, readable)) continue;
    for (let round = 0; !offer(candidate, hashedName(candidate, round)); round += 1);
  }
  return new Map(
    candidates.map((candidate) => [given.get(candidate) ?? '', { serverId: candidate.serverId, tool: candidate.tool }]),
  );
}

/** What a tool is called before anything forces a change. */
export const fullToolName = (prefix: string, tool: string): string => (prefix === '' ? tool : `${prefix}__${tool}`);

/** The names that a server would have under its own prefix and that others have taken: it goes by a hashed one there. */
export function displacedNames(server: NamedServer, servers: readonly NamedServer[], kind: NamedKind): string[] {
  const given = exposedNames(servers, kind);
  return candidatesOf(server, kind)
    .filter(({ full }) => isPlain(full) && given.get(full)?.serverId !== server.id)
    .map(({ full }) => full);
}

function candidatesOf(server: NamedServer, kind: NamedKind): Candidate[] {
  const { id, prefix } = server;
  const names = new Set(server[kind].map(({ name }) => name));
  return [...names].map((tool) => ({
    serverId: id,
    tool,
    full: fullToolName(prefix, tool),
    isPrefixed: prefix !== '',
  }));
}

const isPlain = (full: string) => full.length <= exposedNameMax && /^[A-Za-z0-9_-]+$/.test(full);

const normalise = (full: string) => full.replace(/[^A-Za-z0-9_-]/gu, '_');

/** The server takes part only when the name alone does not settle it, so that a server added anew keeps its tools' names. */
function hashedName({ full, serverId }: Candidate, round: number): string {
  const hashed = round === 0 ? full : `${full}\0${serverId}\0${round}`;
  const hash = createHash('sha256').update(hashed).digest('hex').slice(0, hashLength);
  return `${normalise(full).slice(0, exposedNameMax - hashLength - 1)}_${hash}`;
}
