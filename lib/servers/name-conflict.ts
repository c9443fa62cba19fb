import { AppError } from '../errors';
import { fullToolName, type NamedServer } from './tool-names';

interface Rival extends NamedServer {
  name: string;
}

/**
 * Two enabled servers may not want the same names: no prefix twice, and no tool or prompt of an unprefixed server that is
 * called as another server's already is. What servers list later is settled by `exposedNames`.
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
  for (const [kind, word] of [
    ['tools', 'tool'],
    ['prompts', 'prompt'],
  ] as const) {
    const held = new Set(rival[kind].map(({ name }) => fullToolName(rival.prefix, name)));
    const both = server[kind].map(({ name }) => fullToolName(server.prefix, name)).find((name) => held.has(name));
    if (both !== undefined) {
      return `The server ${rival.name} has a ${word} ${both} too. Choose a prefix that tells them apart.`;
    }
  }
  return null;
}
