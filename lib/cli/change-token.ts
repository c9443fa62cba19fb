import type { Token } from '../tokens/schemas';
import { findTokenId, noToken } from './find-token';
import type { Tools } from './tools';

interface Change {
  verb: 'pause' | 'resume' | 'revoke';
  /** What has become of it, once it has. */
  said(token: Token): string;
}

/** Pauses, resumes or revokes a token, named by its id or name. */
export async function changeToken(
  tools: Tools,
  slug: string,
  asked: string,
  { verb, said, json }: Change & { json: true | undefined },
): Promise<void> {
  const { Token } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const id = await findTokenId(rest, slug, asked, tools.output);
  const path = ['workspaces', slug, 'tokens', id, verb];
  const { body, value } = await rest.send({ method: 'POST', path, missing: noToken(slug, id) }, Token);
  tools.output.succeed(said(value));
  if (json) await tools.output.json(body);
}
