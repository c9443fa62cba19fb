import { authorizeWorkspace, type WorkspaceAccess } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { readTotal } from './get-usage';
import { dayMs } from './rollup';
import type { UsageOverview, UsagePeriod } from './schemas';

/** Today, this week from its Monday, and this month (UTC): everybody's numbers, or one's own. */
export async function getUsageOverview(ctx: Ctx, slug: string): Promise<UsageOverview> {
  const access = await authorizeWorkspace(ctx, slug, 'usage.read');
  const today = Math.floor(ctx.now.getTime() / dayMs) * dayMs;
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  const first = Date.UTC(ctx.now.getUTCFullYear(), ctx.now.getUTCMonth(), 1);
  const [day, week, month] = await Promise.all([
    period(ctx, access, today),
    period(ctx, access, today - weekday * dayMs),
    period(ctx, access, first),
  ]);
  return { today: day, week, month };
}

async function period(ctx: Ctx, access: WorkspaceAccess, fromMs: number): Promise<UsagePeriod> {
  const from = new Date(fromMs).toISOString();
  const to = new Date(ctx.now.getTime() + 1).toISOString();
  const { totals, tokens } = await readTotal(ctx, access, { from, to });
  return { ...totals, from, active_tokens: tokens };
}
