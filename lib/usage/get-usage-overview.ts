import type { Ctx } from '../access/ctx';
import { getUsage } from './get-usage';
import { dayMs } from './rollup';
import type { UsageOverview, UsagePeriod } from './schemas';

/** Today, this week from its Monday, and this month (UTC): everybody's numbers, or one's own. */
export async function getUsageOverview(ctx: Ctx, slug: string): Promise<UsageOverview> {
  const today = Math.floor(ctx.now.getTime() / dayMs) * dayMs;
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  const first = Date.UTC(ctx.now.getUTCFullYear(), ctx.now.getUTCMonth(), 1);
  const [day, week, month] = [today, today - weekday * dayMs, first].map((ms) => new Date(ms).toISOString());
  return {
    today: await period(ctx, slug, day as string),
    week: await period(ctx, slug, week as string),
    month: await period(ctx, slug, month as string),
  };
}

async function period(ctx: Ctx, slug: string, from: string): Promise<UsagePeriod> {
  const to = new Date(ctx.now.getTime() + 1).toISOString();
  const { totals, group_count } = await getUsage(ctx, slug, { from, to, group_by: 'token', limit: 1 });
  return { ...totals, from, active_tokens: group_count };
}
