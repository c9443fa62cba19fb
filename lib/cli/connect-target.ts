import { Workspace } from '../workspaces/schemas';
import { CliError } from './cli-error';
import type { ConnectOptions } from './connect-options';
import { checkSlug, readPlace } from './gateway-access';
import { noWorkspace } from './help';
import { readSecret } from './read-secret';
import type { Tools } from './tools';

export interface Target {
  slug: string;
  /** The workspace's gateway URL. */
  url: string;
  /** The token that somebody gave: on stdin, or in the environment. */
  given: string | null;
}

/**
 * The workspace that clients are connected to. Whoever has a token needs no API key: then the URL follows from the server's.
 * @throws CliError when it is not said, or not to be seen
 */
export async function readTarget(tools: Tools, options: ConnectOptions): Promise<Target> {
  const { origin, slug } = await readWorkspace(tools, options.workspace);
  const given = await readGivenToken(tools, options);
  if (given !== null) return { slug, url: `${origin}/ws/${slug}`, given };
  const rest = await tools.rest();
  const request = { method: 'GET', path: ['workspaces', slug], missing: noWorkspace(slug) } as const;
  const { value } = await rest.send(request, Workspace);
  return { slug: value.slug, url: value.gateway_url, given };
}

/** Where the server is and which workspace is meant, as far as it is known without asking it. */
export async function readWorkspace(
  tools: Tools,
  named: string | undefined,
): Promise<{ origin: string; slug: string }> {
  const { origin, stored } = await readPlace(tools);
  const slug = named ?? stored?.workspace;
  if (slug === undefined)
    throw new CliError(
      'usage',
      'Say which workspace: --workspace my-workspace, or for good: aerostack workspace use my-workspace',
    );
  checkSlug(slug);
  return { origin, slug };
}

async function readGivenToken(tools: Tools, { token, reference }: ConnectOptions): Promise<string | null> {
  const isOnStdin = token === '-';
  const text = (isOnStdin ? await readSecret(tools, 'Workspace token') : (tools.env.AEROSTACK_MCP_TOKEN ?? '')).trim();
  if ((text === '' && !isOnStdin) || reference) return null;
  if (/^mwt_[0-9a-f]{48}$/.test(text)) return text;
  const where = isOnStdin ? 'What came on stdin' : 'AEROSTACK_MCP_TOKEN';
  throw new CliError('usage', `${where} is no workspace token (mwt_…). Leave it out, and one is made for each client.`);
}
