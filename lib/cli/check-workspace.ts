import type { z } from 'zod';
import { ServerList } from '../servers/schemas';
import { Me, Workspace } from '../workspaces/schemas';
import { type Check, type Finding, failed, type NamedFinding, ok, skipped, warning } from './check';
import { CliError } from './cli-error';
import type { Place } from './gateway-access';
import { noWorkspace } from './help';
import { readAllPages } from './read-all-pages';
import type { Rest } from './rest-client';
import type { Tools } from './tools';

const signInFirst = 'Run aerostack login; until then the workspace and its servers are not looked at.';

/** What the REST API says: who one is, the workspace, and each of its servers. */
export function accountChecks(
  tools: Tools,
  { stored }: Place,
  slug: string | undefined,
): { signIn: Check; workspace: Check; servers: Check } {
  let rest: Rest | null = null;
  let isFound = false;
  const signIn: Check = {
    name: 'sign-in',
    run: () =>
      explained(async () => {
        const { AEROSTACK_API_KEY: key, AEROSTACK_MCP_TOKEN: token } = tools.env;
        // Whoever only has a token looks at what a client looks at.
        if (!key?.trim() && stored?.api_key === undefined && token?.trim()) return skipped('nobody is', signInFirst);
        const opened = await tools.rest();
        const { value } = await opened.send({ method: 'GET', path: ['me'] }, Me);
        rest = opened;
        return ok(`as ${value.user.name} (${value.user.email})`);
      }),
  };
  const workspace: Check = {
    name: 'workspace',
    run: () =>
      explained(async () => {
        if (rest === null) return skipped('needs a sign-in', signInFirst);
        if (slug === undefined) return skipped('none is named', 'Name one: aerostack doctor my-workspace');
        const path = ['workspaces', slug];
        const { value } = await rest.send({ method: 'GET', path, missing: noWorkspace(slug) }, Workspace);
        isFound = true;
        return ok(`“${value.name}”, you are its ${value.role}`);
      }),
  };
  const servers: Check = {
    name: 'servers',
    run: () =>
      explained(async () => {
        if (rest === null || slug === undefined || !isFound) return skipped('need the workspace');
        const request = { method: 'GET', path: ['workspaces', slug, 'servers'] } as const;
        const { items } = await readAllPages(rest, request, ServerList, 'servers', tools.output);
        if (items.length === 0) return warning('there are none', `Add one: aerostack workspace server add ${slug}`);
        return items.map((server) => ({ name: `server ${server.slug}`, ...judge(server) }));
      }),
  };
  return { signIn, workspace, servers };
}

type Listed = z.infer<typeof ServerList>['servers'][number];

function judge({ enabled, status, last_error, tool_count, name }: Listed): Finding {
  if (!enabled) return skipped('is switched off');
  const cause = last_error ?? 'it does not say why';
  if (status === 'up') return ok(`up, ${tool_count} tools`);
  if (status === 'unknown') return skipped('was not asked yet');
  if (status === 'degraded') return warning(`degraded: ${cause}`, `What works of ${name} is served all the same.`);
  const todo =
    status === 'needs_credentials'
      ? 'Give it its credentials in the dashboard, under Servers.'
      : 'Mend it, then refresh it in the dashboard, under Servers.';
  return failed(`${status === 'down' ? 'down' : 'needs credentials'}: ${cause}`, todo);
}

async function explained(look: () => Promise<Finding | NamedFinding[]>): Promise<Finding | NamedFinding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return failed('did not work', error.message, error.kind);
  }
}
