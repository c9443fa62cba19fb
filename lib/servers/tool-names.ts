import { createHash } from 'node:crypto';

/** Bound on an exposed name. Clients put `mcp__<workspace>__` in front and cut at 64 (measured: Gemini CLI, Claude Code). */
export const exposedNameMax = 50;
const hashLength = 8;

export interface NamedServer {
  id: string;
  prefix: string;
  tools: readonly { name: string }[];
}

export interface ToolAddress {
  serverId: string;
  /** The name on the server. */
  tool: string;
}

/**
 * The names under which clients see the tools of a workspace, in the order of the servers and their tools:
 * `<prefix>__<tool>`, of letters, digits, `_` and `-` only, at most `exposedNameMax` long. A name that had to be
 * shortened or that meets another one ends in a hash of server prefix and tool, so it stays the same as long as they do.
 */
export function exposedNames(servers: readonly NamedServer[]): Map<string, ToolAddress> {
  const wanted = servers.flatMap(({ id, prefix, tools }) =>
    tools.map(({ name }) => ({ serverId: id, tool: name, prefix, plain: plainName(prefix, name) })),
  );
  const uses = new Map<string, number>();
  for (const { plain } of wanted) uses.set(plain, (uses.get(plain) ?? 0) + 1);
  const names = new Map<string, ToolAddress>();
  for (const { serverId, tool, prefix, plain } of wanted) {
    const isExact = plain === joined(prefix, tool);
    const fits = plain.length <= exposedNameMax;
    // A tool whose own name is already legal keeps it; the one that had to be rewritten to the same text gives way.
    const isFree = !names.has(plain) && (uses.get(plain) === 1 || isExact);
    const name = fits && isFree ? plain : hashedName(plain, prefix, tool);
    if (!names.has(name)) names.set(name, { serverId, tool });
  }
  return names;
}

const joined = (prefix: string, tool: string) => (prefix === '' ? tool : `${prefix}__${tool}`);
const plainName = (prefix: string, tool: string) => joined(prefix, tool).replace(/[^A-Za-z0-9_-]/g, '_');

function hashedName(plain: string, prefix: string, tool: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([prefix, tool]))
    .digest('hex')
    .slice(0, hashLength);
  return `${plain.slice(0, exposedNameMax - hashLength - 1)}_${hash}`;
}
