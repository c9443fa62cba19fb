import type { Server, ServerStatus } from '../servers/schemas';
import type { Output } from './output';

export const serverColours: Record<ServerStatus, number> = {
  up: 32,
  degraded: 33,
  down: 31,
  needs_credentials: 33,
  unknown: 2,
};

type Known = Pick<
  Server,
  'slug' | 'enabled' | 'status' | 'last_error' | 'tool_count' | 'prompt_count' | 'resource_count'
>;

/** What the list says of it: `disabled` outranks what was last seen of it. */
export const stateOf = ({ enabled, status }: Known): string => (enabled ? status.replace('_', ' ') : 'disabled');

/** `34 tools, 2 prompts`. */
export function offerOf({ tool_count, prompt_count, resource_count }: Known): string {
  const counted = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
  return [
    counted(tool_count, 'tool'),
    ...(prompt_count === 0 ? [] : [counted(prompt_count, 'prompt')]),
    ...(resource_count === 0 ? [] : [counted(resource_count, 'resource')]),
  ].join(', ');
}

/** What is wrong with a server, in a sentence; null when nothing is. */
export function troubleOf(server: Known): string | null {
  if (!server.enabled) return `${server.slug} is disabled.`;
  if (server.status === 'up') return null;
  return `${server.slug} is ${stateOf(server)}: ${server.last_error ?? 'it has not answered yet.'}`;
}

/** Says how a server is that was just asked, and how to ask again. */
export function sayServerState(output: Output, slug: string, server: Known): void {
  const trouble = troubleOf(server);
  output.say(trouble ?? `It is up, with ${offerOf(server)}.`);
  if (trouble !== null) output.say(`To try again: aerostack workspace server test ${slug} ${server.slug}`);
}
