import { CliError } from './cli-error';
import type { Config, Profile } from './config-schema';
import { suggest } from './suggest';

export interface Settings {
  /** Without a trailing slash. */
  origin: string;
  apiKey: string;
  /** The name of the profile that counts, whether anything is stored under it or not. */
  profile: string;
  /** Slug of the workspace that is meant when none is named. */
  workspace: string | undefined;
}

type Env = Record<string, string | undefined>;

export const defaultProfile = 'default';
export const defaultUrl = 'http://127.0.0.1:3000';

/**
 * Where Aerostack is and who asks: `AEROSTACK_URL` and `AEROSTACK_API_KEY`, else what `login` stored. A stored key goes to the server
 * that it was stored for and to no other.
 * @param named the profile of `--profile`, else `AEROSTACK_PROFILE`, else the configuration's own counts.
 * @throws CliError which never repeats a value: it may hold a credential.
 */
export async function readSettings(env: Env, config: Config, named?: string): Promise<Settings> {
  const { name, profile } = await chooseProfile(env, config, named);
  const url = env.AEROSTACK_URL?.trim();
  const origin = url
    ? readOrigin(url, 'AEROSTACK_URL')
    : readOrigin(profile?.url ?? defaultUrl, `The URL of profile ${name}`);
  const stored = profile?.url === origin ? profile : undefined;
  const apiKey = readApiKey(env.AEROSTACK_API_KEY?.trim() ?? '', stored?.api_key, origin);
  return { origin, apiKey, profile: name, workspace: stored?.workspace };
}

/** The name of the profile that counts, and whether somebody asked for it. @throws CliError when it can be no name. */
export function nameProfile(env: Env, config: Config, named?: string) {
  const asked = named ?? (env.AEROSTACK_PROFILE?.trim() || undefined);
  const name = asked ?? (config.profile || defaultProfile);
  if (/^[a-z0-9][\w.-]{0,39}$/i.test(name)) return { asked, name };
  throw new CliError('usage', 'A profile is named by letters, digits, dots and hyphens, at most 40 of them.');
}

/** The profile that counts. @throws CliError when one is named that does not exist. */
export async function chooseProfile(
  env: Env,
  config: Config,
  named?: string,
): Promise<{ name: string; profile: Profile | undefined }> {
  const { asked, name } = nameProfile(env, config, named);
  const profile = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
  if (asked === undefined || profile !== undefined || asked === defaultProfile) return { name, profile };
  const meant = await suggest(name, Object.keys(config.profiles));
  throw new CliError('usage', `There is no profile “${name}”.${meant} Make it: aerostack login --profile ${name}`);
}

/** @param source what the text comes from, as a sentence's subject. */
export function readOrigin(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (url !== null && isHttp && isBare) return url.origin;
  throw new CliError(
    'usage',
    `${source} must be the origin of an Aerostack server and nothing more, for example https://mcp.example.com.`,
  );
}

/** Only what can be an API key leaves this machine: a secret of something else, pasted by mistake, stays here. */
export const isApiKey = (text: string): boolean => /^ak_[0-9a-f]{48}$/.test(text);

function readApiKey(given: string, stored: string | undefined, origin: string): string {
  const how = `in the dashboard at ${origin} under Account → API keys`;
  const text = given === '' ? (stored ?? '') : given;
  if (isApiKey(text)) return text;
  if (text === '') {
    throw new CliError(
      'not_signed_in',
      `Not signed in: run aerostack login, or make an API key ${how}, and set AEROSTACK_API_KEY to it.`,
    );
  }
  if (given === '') throw new CliError('not_signed_in', 'What is stored is no API key. Run aerostack login again.');
  const found = text.startsWith('mwt_')
    ? 'holds a workspace token, which only opens the gateway'
    : 'does not hold a whole API key (ak_…)';
  throw new CliError('not_signed_in', `AEROSTACK_API_KEY ${found}. Make an API key ${how}.`);
}
