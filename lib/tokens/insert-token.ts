import type { Ctx } from '../access/ctx';
import { holdMember } from '../access/hold-member';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { goneMeanwhile } from './gone-meanwhile';
import { hashSecret, hintOf, issueSecret } from './token-format';
import { tokenSelect } from './token-row';

export interface NewToken {
  workspaceId: string;
  name: string;
  createdById: string;
  memberId: string | null;
  expiresAt: Date | null;
  scope: string | null;
  rateLimit: number | null;
  rotatedFromId: string | null;
}

/**
 * Issues a secret and stores its row. The secret is what comes back beside it, and nowhere else.
 * @throws AppError `not_found` for a workspace that was deleted meanwhile, `conflict` for a member who was removed
 */
export async function insertToken(tx: Tx, ctx: Pick<Ctx, 'now'>, token: NewToken) {
  if (token.memberId !== null) await holdMember(tx, token.memberId);
  const raw = issueSecret('mwt_');
  const hint = hintOf(raw);
  const data = {
    ...token,
    id: newId(ctx.now.getTime()),
    hint,
    search: searchText(token.name, hint),
    hash: hashSecret(raw),
    createdAt: ctx.now,
  };
  const row = await tx.token.create({ data, select: tokenSelect }).catch((error: unknown) => {
    throw goneMeanwhile(error);
  });
  return { raw, row };
}

/** What a search for a token goes through, alike on every database. */
export const searchText = (name: string, hint: string): string => `${name} ${hint}`.toLowerCase();

/** @throws AppError `invalid_input` for a limit above the one that every token has */
export function checkRateLimit({ env }: Pick<Ctx, 'env'>, rateLimit: number | null | undefined): void {
  if (rateLimit == null || rateLimit <= env.tokenRate) return;
  const message = `A token may be limited to fewer than ${env.tokenRate} requests a minute, which is everybody's limit.`;
  throw new AppError('invalid_input', message, { errors: [{ path: 'rate_limit', message }] });
}
