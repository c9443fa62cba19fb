import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { AskedDeviceLogin, CollectedDeviceLogin, type Person } from '../account/schemas';
import { Me } from '../workspaces/schemas';
import { CliError } from './cli-error';
import { openBrowser } from './open-browser';
import { readSecret } from './read-secret';
import type { Rest } from './rest-client';
import { defaultUrl, isApiKey, readOrigin } from './settings';
import type { Tools } from './tools';

/** Who signed in, and the key to keep. The id is known of a key that was made for this, and may be ended with it. */
interface SignedIn {
  user: Person;
  api_key: string;
  api_key_id?: string;
}

/** The server to sign in to. Somebody who has said nothing is asked where one can be. */
export async function chooseOrigin(
  tools: Tools,
  given: string | undefined,
  stored: string | undefined,
): Promise<string> {
  if (given !== undefined) return readOrigin(given, '--url');
  const named = tools.env.AEROSTACK_URL?.trim();
  if (named) return readOrigin(named, 'AEROSTACK_URL');
  if (stored !== undefined || !tools.isInteractive) return stored ?? defaultUrl;
  const prompts = await import('@clack/prompts');
  const answer = await prompts.text({
    message: 'Where does Aerostack run?',
    placeholder: defaultUrl,
    defaultValue: defaultUrl,
    output: process.stderr,
    signal: tools.signal,
    validate: (text) =>
      text === undefined || text === '' || URL.canParse(text) ? undefined : 'For example https://mcp.example.com',
  });
  if (prompts.isCancel(answer)) throw new CliError('interrupted', 'Interrupted. Nothing was changed.');
  return readOrigin(answer, 'The address');
}

/** A key that somebody has already, checked on the server before anything is stored. */
export async function identifyByKey(tools: Tools, origin: string, source: string): Promise<SignedIn> {
  if (source !== '-') {
    throw new CliError(
      'usage',
      '--api-key takes - only: the key comes on stdin, as a command line is visible to others.',
    );
  }
  const apiKey = (await readSecret(tools, 'API key')).trim();
  if (!isApiKey(apiKey)) {
    throw new CliError(
      'usage',
      `What came on stdin is no API key (ak_…). Make one at ${origin} under Account → API keys.`,
    );
  }
  const rest = await tools.restAt(origin, apiKey);
  const { value } = await rest.send({ method: 'GET', path: ['me'] }, Me);
  return { user: value.user, api_key: apiKey };
}

/** Asks for a code, says where to approve it, and waits until somebody has decided. */
export async function identifyByDevice(tools: Tools, origin: string, mayOpen: boolean): Promise<SignedIn> {
  const { output, isInteractive } = tools;
  const rest = await tools.restAt(origin, null);
  const machine = hostname().slice(0, 60) || 'unnamed';
  const path = ['device-logins'];
  const { value } = await rest.send({ method: 'POST', path, body: { machine } }, AskedDeviceLogin);
  output.say(`Open   ${value.verification_uri_complete}`);
  output.say(`Code   ${value.user_code}`);
  output.say(
    `Compare it there, and approve. Waiting for ${Math.round(value.expires_in / 60)} minutes; Ctrl-C gives up.`,
  );
  // What a server names is opened only where it is that server's own page.
  if (isInteractive && mayOpen && new URL(value.verification_uri_complete).origin === origin)
    openBrowser(tools.env, value.verification_uri_complete);
  return collect(tools, rest, value);
}

async function collect(tools: Tools, rest: Rest, asked: AskedDeviceLogin): Promise<SignedIn> {
  const deadlineMs = performance.now() + 1_000 * asked.expires_in;
  const request = {
    method: 'POST',
    path: ['device-logins', 'token'],
    body: { device_code: asked.device_code },
  } as const;
  let seconds = asked.interval;
  while (performance.now() < deadlineMs) {
    await pause(tools, seconds);
    const answer = await rest.send(request, CollectedDeviceLogin).then(({ value }) => value, passing);
    if (answer.status === 'approved') {
      return { user: answer.user, api_key: answer.raw, api_key_id: answer.api_key.id };
    }
    if (answer.status === 'denied')
      throw new CliError('not_signed_in', 'It was denied in the browser. Nothing was changed.');
    if (answer.status === 'expired') break;
    // RFC 8628 §3.5
    if (answer.status === 'slow_down') seconds += 5;
  }
  throw new CliError('not_signed_in', 'Nobody approved the code in time. Run aerostack login again.');
}

async function pause({ signal }: Tools, seconds: number): Promise<void> {
  await wait(1_000 * seconds, undefined, { signal }).catch(() => {
    throw new CliError('interrupted', 'Interrupted. Nothing was changed.');
  });
}

/** A server that restarts, a network that is away for a moment, too many questions: ask again, later. What it refuses stays refused. */
function passing(error: unknown): { status: 'slow_down' } {
  const isSilence = error instanceof CliError && error.kind === 'failure' && error.cause instanceof Error;
  if (isSilence || (error instanceof CliError && error.kind === 'rate_limited')) return { status: 'slow_down' };
  throw error;
}
