import type { CreatedToken } from '../tokens/schemas';
import { describeMoment } from './moment';
import type { RestAnswer } from './rest-client';
import type { Tools } from './tools';

interface Presentation {
  plain: true | undefined;
  json: true | undefined;
}

/** `it expires in 24h`; a life of less than a minute is said in seconds, which are all that it has. */
export function describeLife({ expires_at, created_at }: CreatedToken['token'], now: Date): string {
  if (expires_at === null) return 'it does not expire';
  const seconds = Math.round((Date.parse(expires_at) - Date.parse(created_at)) / 1_000);
  return `it expires ${seconds < 60 ? `in ${seconds} s` : describeMoment(expires_at, now)}`;
}

/** Writes a token that was just made: this is the only time that it can be. */
export async function presentToken(
  { output }: Pick<Tools, 'output'>,
  slug: string,
  made: RestAnswer<CreatedToken>,
  { plain, json }: Presentation,
): Promise<void> {
  const { token, raw, mcp_json } = made.value;
  // Said before the token is written: if that fails, this is how to get rid of it.
  output.say(`To end it: aerostack workspace token revoke ${slug} ${token.id}`);
  if (json) await output.json(made.body);
  else await output.result(plain ? raw : `${raw}\n\n${JSON.stringify(mcp_json, null, 2)}`);
}
