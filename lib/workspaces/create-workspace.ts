import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError } from '../errors';
import { newId } from '../ids';
import { freeSlug, slugFromName } from '../slug';
import { CreateWorkspaceInput, type Workspace } from './schemas';
import { toWorkspace, workspaceSelect } from './workspace-row';

/** How many proposed slugs may be snatched away by others before we ask for an explicit one. */
const attemptsMax = 20;

/**
 * A new workspace with the actor as its owner. A slug that was asked for is taken or refused; one proposed from the name gets a suffix.
 * @throws AppError `conflict` when the slug asked for is taken.
 */
export async function createWorkspace(ctx: Ctx, rawInput: CreateWorkspaceInput): Promise<Workspace> {
  const user = requireUser(ctx);
  const input = CreateWorkspaceInput.parse(rawInput);
  for (let attempt = 1; ; attempt += 1) {
    const slug = input.slug ?? (await proposeSlug(ctx, input.name));
    try {
      return await insert(ctx, user.id, { ...input, slug });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (input.slug !== undefined || attempt === attemptsMax) throw slugTaken(slug, error);
    }
  }
}

function slugTaken(slug: string, cause: unknown): AppError {
  const message = `The slug ${slug} is taken. Choose another one.`;
  return new AppError('conflict', message, { cause, errors: [{ path: 'slug', message }] });
}

async function proposeSlug(ctx: Ctx, name: string): Promise<string> {
  const fallback = 'workspace';
  // Every slug that could be proposed begins with this piece: a suffix cuts at most six characters off the end.
  const beginnings = [slugFromName(name).slice(0, 34), fallback];
  const rows = await ctx.db.workspace.findMany({
    where: { OR: beginnings.map((beginning) => ({ slug: { startsWith: beginning } })) },
    select: { slug: true },
  });
  return freeSlug(name, new Set(rows.map((row) => row.slug)), fallback);
}

async function insert(ctx: Ctx, userId: string, input: CreateWorkspaceInput & { slug: string }): Promise<Workspace> {
  const nowMs = ctx.now.getTime();
  const row = {
    id: newId(nowMs),
    slug: input.slug,
    name: input.name,
    description: input.description ?? '',
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  return inTransaction(ctx, async (tx) => {
    await holdAccount(tx, userId);
    await tx.workspace.create({ data: row });
    const member = { id: newId(nowMs), workspaceId: row.id, userId, role: 'owner', joinedAt: ctx.now };
    await tx.member.create({ data: member });
    const target = { workspaceId: row.id, targetType: 'workspace', targetId: row.id } as const;
    await appendAudit(tx, ctx, { action: 'workspace.create', ...target, details: { name: row.name, slug: row.slug } });
    const made = await tx.workspace.findUniqueOrThrow({ where: { id: row.id }, select: workspaceSelect(ctx.now) });
    return toWorkspace(made, 'owner', ctx.env);
  });
}
