import { createAfterwards } from '../afterwards';
import type { TestDatabase } from '../db/test-database';
import { readEnv } from '../env';
import { newId } from '../ids';
import { noMailer } from '../mail/mailer';
import { createSealer } from '../secrets/seal';
import { createAddressGuard } from '../servers/address-guard';
import { createConnections } from '../servers/connections';
import type { Role } from '../workspaces/schemas';
import { createCtx } from './create-ctx';
import type { Actor, Ctx } from './ctx';

/** People and workspaces to test verbs on, with nothing between the verb and a real database. */
export interface Stage {
  /** Everything a runtime hands to a context. */
  parts: Parameters<typeof createCtx>[0];
  /** The ids of tokens whose streams were ended, in order. */
  closedStreams: string[];
  /** A new user, as a context that acts for them. */
  person(name: string): Promise<PersonCtx>;
  /** A new workspace with these members. */
  workspace(slug: string, members: [PersonCtx, Role][]): Promise<{ id: string; slug: string }>;
  /** Resolves when all that was left for after the answers is done. It must not have failed. */
  settled(): Promise<void>;
  /** The same person, later. */
  later(ctx: PersonCtx, ms: number): PersonCtx;
}

export type PersonCtx = Ctx & { actor: Extract<Actor, { kind: 'user' }> };

export function setStage({ db }: Pick<TestDatabase, 'db'>): Stage {
  const guard = createAddressGuard({ networks: { mode: 'public' }, allowLoopback: true });
  const closedStreams: string[] = [];
  const failures: unknown[] = [];
  const afterwards = createAfterwards({ error: (...said: unknown[]) => void failures.push(said) }, 0);
  const parts: Stage['parts'] = {
    db,
    env: readEnv({ AEROSTACK_URL: 'http://127.0.0.1:4250', AEROSTACK_SETUP_CODE: 'the-code-of-these-tests' }),
    vault: createSealer('a secret of these tests, forty-eight bytes long.'),
    connections: createConnections({ guard, version: '0.0.0' }),
    mail: noMailer,
    afterwards,
    gateway: { closeTokenStreams: (id) => void closedStreams.push(id) },
  };
  const as = (actor: PersonCtx['actor'], now = new Date()): PersonCtx => ({
    ...createCtx(parts, actor, { requestId: newId(), now }),
    actor,
  });

  return {
    parts,
    closedStreams,
    async settled() {
      await afterwards.idle();
      if (failures.length > 0) throw new Error('Something failed after an answer.', { cause: failures });
    },
    later: (ctx, ms) => as(ctx.actor, new Date(ctx.now.getTime() + ms)),
    async person(name) {
      const id = newId();
      const user = { id, name, email: `${name.toLowerCase()}-${id}@example.com` };
      const now = new Date();
      await db.user.create({ data: { ...user, passwordHash: 'nobody signs in here', createdAt: now, updatedAt: now } });
      return as({ kind: 'user', via: 'session', ...user }, now);
    },
    async workspace(slug, members) {
      const id = newId();
      const now = new Date();
      await db.workspace.create({ data: { id, slug, name: slug, createdAt: now, updatedAt: now } });
      for (const [{ actor }, role] of members) {
        await db.member.create({ data: { id: newId(), workspaceId: id, userId: actor.id, role, joinedAt: now } });
      }
      return { id, slug };
    },
  };
}

/** The rows of a workspace's audit, oldest first, as text: to count them and to search them for what must not be there. */
export async function auditOf(ctx: Pick<Ctx, 'db'>, workspaceId: string | null, action?: string) {
  const where = { workspaceId, ...(action === undefined ? {} : { action }) };
  return ctx.db.auditEntry.findMany({ where, orderBy: { position: 'asc' } });
}
