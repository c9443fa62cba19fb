import { CliError } from './cli-error';
import type { Profile } from './config-file';
import type { Tools } from './tools';

/**
 * Ends the key of a profile on its server, where `login` had it made. Says what remains to be done where that is not possible: what is
 * stored here goes all the same.
 */
export async function endStoredKey(tools: Tools, { url, api_key, api_key_id }: Profile): Promise<void> {
  if (api_key === undefined || api_key_id === undefined) return;
  const { Taken } = await import('../account/schemas');
  const rest = await tools.restAt(url, api_key);
  try {
    await rest.send({ method: 'DELETE', path: ['account', 'api-keys', api_key_id] }, Taken);
  } catch (error) {
    if (!(error instanceof CliError) || error.kind === 'interrupted') throw error;
    // It was ended before.
    if (error.kind === 'not_signed_in' || error.kind === 'not_found') return;
    tools.output.say(`The key could not be ended at ${url}: end it there under Account → API keys. (${error.message})`);
  }
}
