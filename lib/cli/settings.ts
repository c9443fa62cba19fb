import { CliError } from './cli-error';

export interface Settings {
  /** Without a trailing slash. */
  origin: string;
  apiKey: string;
}

const defaultUrl = 'http://127.0.0.1:3000';

/**
 * Where Aerostack is and who asks, from `AEROSTACK_URL` and `AEROSTACK_API_KEY`.
 * @throws CliError which never repeats a value: either may hold a credential.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const origin = readOrigin(env.AEROSTACK_URL?.trim() || defaultUrl);
  return { origin, apiKey: readApiKey(env.AEROSTACK_API_KEY?.trim() ?? '', origin) };
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (url !== null && isHttp && isBare) return url.origin;
  throw new CliError(
    'usage',
    'AEROSTACK_URL must be the origin of an Aerostack server and nothing more, for example https://mcp.example.com.',
  );
}

/** Only what can be an API key leaves this machine: a secret of something else, pasted by mistake, stays here. */
function readApiKey(text: string, origin: string): string {
  const how = `in the dashboard at ${origin} under Account → API keys`;
  if (/^ak_[0-9a-f]{48}$/.test(text)) return text;
  if (text === '')
    throw new CliError('not_signed_in', `Not signed in: make an API key ${how}, and set AEROSTACK_API_KEY to it.`);
  const isToken = text.startsWith('mwt_');
  const found = isToken
    ? 'holds a workspace token, which only opens the gateway'
    : 'does not hold a whole API key (ak_…)';
  throw new CliError('not_signed_in', `AEROSTACK_API_KEY ${found}. Make an API key ${how}.`);
}
