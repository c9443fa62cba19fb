import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { PageQuery } from '../page';
import { type Place, placeKey, readDefinitions, readPlaces } from '../servers/exposed-places';
import { isReadOnlyTool } from '../servers/is-read-only-tool';
import { pageOf } from '../servers/list-page';
import type { explainReasons, TokenExplanation, TokenScope } from './schemas';
import { readScope, whyRefused } from './scope';
import { tokenSelect, toOneToken } from './token-row';
import { tokensInReach } from './tokens-in-reach';

type Reason = (typeof explainReasons)[number];

/** Which tools of the workspace a token sees, and why it does not see the others: by the very rule that the gateway asks. */
export async function explainToken(ctx: Ctx, slug: string, rawId: string, query: PageQuery): Promise<TokenExplanation> {
  const access = await authorizeWorkspace(ctx, slug, 'token.read');
  const { workspace } = access;
  const where = { id: withoutNul(rawId), ...tokensInReach(access) };
  const row = await ctx.db.token.findFirst({ where, select: tokenSelect });
  if (row === null) throw notFound();
  const scope = readScope(row.scope);
  const places = await readPlaces(ctx.db, workspace.id, 'tools');
  const readOnly = await readOnlyPlaces(ctx, places, scope);
  const judged = places.map((place) => ({ place, reason: whyHidden(place, scope, readOnly) }));
  const { shown, next_cursor } = pageOf(judged, ({ place }) => placeKey(place), PageQuery.parse(query));
  const granted = judged.filter(({ reason }) => reason === null).length;
  return {
    token: await toOneToken(ctx.db, row, ctx.now),
    tools: shown.map(({ place, reason }) => ({
      name: place.exposed,
      server: place.server.slug,
      granted: reason === null,
      reason,
      words: reason === null ? null : wordsFor(reason, place),
    })),
    granted_count: granted,
    refused_count: judged.length - granted,
    next_cursor,
  };
}

/** Only a scope that asks for it needs to know which tools say that they change nothing. */
async function readOnlyPlaces({ db }: Ctx, places: Place[], scope: TokenScope | null): Promise<ReadonlySet<Place>> {
  const found = new Set<Place>();
  if (scope?.read_only !== true) return found;
  for (let from = 0; from < places.length; from += placesAtOnce) {
    const some = await readDefinitions(db, 'tools', places.slice(from, from + placesAtOnce));
    for (const { place, definition } of some) if (isReadOnlyTool(definition)) found.add(place);
  }
  return found;
}

const placesAtOnce = 200;

function whyHidden(place: Place, scope: TokenScope | null, readOnly: ReadonlySet<Place>): Reason | null {
  const { server, name } = place;
  if (!server.enabled) return 'server_disabled';
  return whyRefused(scope, { kind: 'tool', server: server.slug, name, isReadOnly: readOnly.has(place) });
}

function wordsFor(reason: Reason, { server, name }: Place): string {
  const full = `${server.slug}__${name}`;
  switch (reason) {
    case 'server_disabled':
      return `The server “${server.slug}” is switched off.`;
    case 'server_not_granted':
      return `The token is for other servers than “${server.slug}”.`;
    case 'denied':
      return `A pattern of the token denies “${full}”.`;
    case 'not_allowed':
      return `No pattern of the token allows “${full}”.`;
    case 'not_read_only':
      return 'The token is for reading, and this tool does not say that it changes nothing.';
  }
}
