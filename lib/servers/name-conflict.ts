import { AppError } from '../errors';
import { fullToolName, type NamedServer } from './tool-names';

interface Rival extends NamedServer {
  name: string;
}

/**
 * Two enabled servers may not want the same tool names: no prefix twice, and no tool of an unprefixed server that is called
 * as another server's already is. What servers list later is settled by `exposedNames`.
 * @throws AppError `conflict` at `prefix`
 */
export function refuseNameConflict(server: NamedServer, rivals: readonly Rival[]): void {
  for (const rival of rivals) {
    const message = conflictOf(server, rival);
    if (message !== null) throw new AppError('conflict', message, { errors: [{ path: 'prefix', message }] });
  }
}

function conflictOf(server: NamedServer, rival: Rival): string | null {
  if (server.prefix !== '' && server.prefix === rival.prefix) {
    return `The prefix ${server.prefix} belongs to the server ${rival.name}. Choose another one.`;
  }
  if (server.prefix !== '' && rival.prefix !== '') return null;
  const held = new Set(rival.tools.map((tool) => fullToolName(rival.prefix, tool.name)));
  const both = server.tools.map((tool) => fullToolName(server.prefix, tool.name)).find((name) => held.has(name));
  return both === undefined
    ? null
    : `The server ${rival.name} has a tool ${both} too. Choose a prefix that tells them apart.`;
}
