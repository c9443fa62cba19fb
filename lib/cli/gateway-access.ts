import { CliError } from './cli-error';
import type { Profile } from './config-file';
import { chooseProfile, defaultUrl, readOrigin } from './settings';
import type { Tools } from './tools';

/** Which Aerostack is meant. */
export interface Place {
  origin: string;
  /** What names it, as a sentence's end. */
  source: string;
  profile: string;
  /** What is stored for this very server; a stored secret goes to no other. */
  stored: Profile | undefined;
}

/** @throws CliError which never repeats a value */
export async function readPlace(tools: Tools): Promise<Place> {
  const { env } = tools;
  const { readConfig } = await import('./config-file');
  const { name, profile } = await chooseProfile(env, await readConfig(env), tools.profileOption());
  const given = env.AEROSTACK_URL?.trim();
  const origin = given
    ? readOrigin(given, 'AEROSTACK_URL')
    : readOrigin(profile?.url ?? defaultUrl, `The URL of profile ${name}`);
  const source = given ? 'AEROSTACK_URL' : profile === undefined ? 'the default' : `profile ${name}`;
  return { origin, source, profile: name, stored: profile?.url === origin ? profile : undefined };
}

/** @throws CliError for what cannot be a slug: it becomes part of an address. */
export function checkSlug(slug: string): void {
  if (/^[a-z0-9-]{1,64}$/.test(slug)) return;
  throw new CliError('usage', 'A workspace is named by its slug, as in its gateway URL, for example my-workspace.');
}

/**
 * The token for a workspace's gateway: `AEROSTACK_MCP_TOKEN`, else the one that is stored for it; null without either. Only what can be
 * a token leaves this machine: a secret of something else, pasted by mistake, stays here.
 * @throws CliError which never repeats a value
 */
export function readToken({ env }: Tools, { stored }: Place, slug: string): string | null {
  const given = env.AEROSTACK_MCP_TOKEN?.trim() ?? '';
  const text = given === '' ? (stored?.tokens?.[slug] ?? '') : given;
  if (text === '') return null;
  if (/^mwt_[0-9a-f]{48}$/.test(text)) return text;
  if (given === '')
    throw new CliError(
      'not_signed_in',
      'What is stored for this workspace is no workspace token. Run aerostack login again.',
    );
  const isReference = /^[${%]/.test(text);
  const found = isReference
    ? 'holds the name of a variable instead of its value'
    : 'does not hold a whole workspace token (mwt_…)';
  throw new CliError(
    'not_signed_in',
    `AEROSTACK_MCP_TOKEN ${found}. Set it to the token where this client starts the command.`,
  );
}

/** How to come by a token. */
export const howToGetToken = (slug: string): string =>
  `Make one, aerostack workspace token create ${slug} --name "this client", and set AEROSTACK_MCP_TOKEN to it where the client starts the command.`;
