import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type PageQuery, readPage } from '../page';
import { apiKeySelect, toApiKey } from './api-key-row';
import type { ApiKeyList } from './schemas';

/** The actor's own API keys, newest first. Never the keys themselves. */
export async function listApiKeys(ctx: Ctx, query: PageQuery): Promise<ApiKeyList> {
  const user = requireUser(ctx);
  const { after, orderBy, take, cut } = readPage(query, 'desc');
  const found = await ctx.db.apiKey.findMany({
    where: { userId: user.id, ...after },
    orderBy,
    take,
    select: apiKeySelect,
  });
  const { rows, nextCursor } = cut(found);
  return { api_keys: rows.map(toApiKey), next_cursor: nextCursor };
}
