import type { ConfiguredServer } from '../connect/configured-servers';
import { maskText } from '../connect/mask-secrets';
import { tokenVariable } from '../connect/snippets';
import { CliError } from './cli-error';
import { readConfig } from './config-file';
import { ownBridge } from './connect-plan';
import { defaultUrl } from './settings';
import type { Tools } from './tools';

/** The origins that this account has to do with: of the environment and of its profiles. */
export async function ownOrigins(env: Tools['env']): Promise<ReadonlySet<string>> {
  const { profiles } = await readConfig(env);
  const urls = [env.AEROSTACK_URL ?? defaultUrl, ...Object.values(profiles).map(({ url }) => url)];
  return new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin));
}

/**
 * An entry of a project's file, which comes from others, as far as it is trusted for a check: it leads to a server of one's own, starts this
 * very program and sets nothing for it, and is given no variable but those of workspace tokens.
 * @throws CliError that names the file and what it would do
 */
export function trustedEntry(server: ConfiguredServer, workspace: string, path: string, own: ReadonlySet<string>) {
  const { url, command, args, env } = server;
  const asked = url ?? env.AEROSTACK_URL;
  if (asked !== undefined && !(URL.canParse(asked) && own.has(new URL(asked).origin)))
    throw new CliError(
      'failure',
      `${path} leads to ${maskText(asked).slice(0, 120)}, which is no server of yours: nothing is sent there. If it is one, set AEROSTACK_URL to it, or sign in to it.`,
    );
  if (url !== null) return server;
  const bridge = ownBridge(workspace);
  if (JSON.stringify([command, ...args]) !== JSON.stringify([bridge.command, ...bridge.args]))
    throw new CliError(
      'failure',
      `${path} starts another program than this one, which is not run for a check: ${maskText([command, ...args].join(' ')).slice(0, 120)}`,
    );
  const kept = ['AEROSTACK_URL', tokenVariable];
  return { ...server, env: Object.fromEntries(Object.entries(env).filter(([name]) => kept.includes(name))) };
}
