import { findServer } from './find-server';
import { sayServerState } from './server-state';
import type { Tools } from './tools';

/** Turns a server on, which connects to it, or off. */
export async function switchServer(
  tools: Tools,
  slug: string,
  asked: string,
  { enabled, json }: { enabled: boolean; json: true | undefined },
): Promise<void> {
  const { Server } = await import('../servers/schemas');
  const rest = await tools.rest();
  const { id, name } = await findServer(rest, slug, asked, tools.output);
  const request = { method: 'PATCH', path: ['workspaces', slug, 'servers', id], body: { enabled } } as const;
  const { body, value } = await rest.send(request, Server);
  tools.output.succeed(
    enabled
      ? `Server “${name}” enabled.`
      : `Server “${name}” disabled: no client sees its tools until it is enabled again.`,
  );
  if (enabled) sayServerState(tools.output, slug, value);
  if (json) await tools.output.json(body);
}
