import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { changed } from '../audit/changed';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { goneMeanwhile } from './gone-meanwhile';
import { checkRateLimit, searchText } from './insert-token';
import { type Token, UpdateTokenInput } from './schemas';
import { scopeOfInput } from './scope-of-input';
import { tokenSelect, toOneToken } from './token-row';
import { tokensInReach } from './tokens-in-reach';

/**
 * Renames a token, or changes what it is narrowed to, whatever its status. A change of scope counts for every request that begins
 * after this has returned, and ends the streams that were opened under the scope before.
 */
export async function updateToken(ctx: Ctx, slug: string, rawId: string, rawInput: UpdateTokenInput): Promise<Token> {
  const access = await authorizeWorkspace(ctx, slug, 'token.write');
  const { workspace } = access;
  const input = UpdateTokenInput.parse(rawInput);
  checkRateLimit(ctx, input.rate_limit);
  const where = { id: withoutNul(rawId), ...tokensInReach(access) };
  const { token, isNarrowed } = await inTransaction(ctx, async (tx) => {
    const before = await tx.token.findFirst({
      where,
      select: { name: true, hint: true, scope: true, rateLimit: true },
    });
    if (before === null) throw notFound();
    const scope =
      input.scope === undefined ? before.scope : await scopeOfInput(tx, workspace.id, input.scope, before.scope);
    const isOther = scope !== before.scope;
    const changes = {
      ...(input.name === undefined ? {} : { name: input.name, search: searchText(input.name, before.hint) }),
      ...(isOther ? { scope, accessRevision: { increment: 1 } } : {}),
      ...(input.rate_limit === undefined ? {} : { rateLimit: input.rate_limit }),
    };
    const update = { where: { id: where.id }, data: changes, select: tokenSelect };
    const row = await tx.token.update(update).catch((error: unknown) => {
      throw goneMeanwhile(error);
    });
    const target = { workspaceId: workspace.id, targetType: 'token', targetId: row.id } as const;
    const change = changed(audited(before), audited(row));
    const details = { name: row.name, hint: row.hint };
    if (change !== null) await appendAudit(tx, ctx, { action: 'token.update', ...target, details, ...change });
    return { token: await toOneToken(tx, row, ctx.now), isNarrowed: isOther };
  });
  if (isNarrowed) ctx.closeTokenStreams(token.id);
  return token;
}

const audited = ({ name, scope, rateLimit }: { name: string; scope: string | null; rateLimit: number | null }) => ({
  name,
  scope,
  rate_limit: rateLimit,
});
