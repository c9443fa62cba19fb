import { z } from 'zod';
import { outcomeClasses } from './outcome-class';

export const usageGroupings = ['member', 'token', 'tool', 'server', 'hour', 'day'] as const;
export type UsageGrouping = (typeof usageGroupings)[number];

/** As many as a question is answered with at once. */
export const groupsMax = 10_000;

const moment = z.iso.datetime({ offset: true, error: 'Give a moment such as 2026-01-31T00:00:00Z.' });
const name = z.string().max(200);

const filters = {
  from: moment.optional().meta({ description: 'Down to the hour (UTC). Seven days before `to` by default.' }),
  to: moment.optional().meta({ description: 'Up to the hour (UTC), and not with it. Now by default.' }),
  group_by: z.enum(usageGroupings).default('day'),
  member: name.optional().meta({ description: 'The id of a member.' }),
  token: name.optional().meta({ description: 'The id of a token.' }),
  server: name.optional().meta({ description: 'The id of a server.' }),
  tool: name.optional().meta({ description: 'A tool by the name that clients see.' }),
};

export const UsageFilters = z.strictObject(filters);
export type UsageFilters = z.input<typeof UsageFilters>;

export const UsageQuery = z.strictObject({
  ...filters,
  limit: z.coerce.number().int().min(1).max(groupsMax).default(50).meta({
    description:
      'How many members, tokens, tools or servers to return at most, those with most calls first. Times come whole.',
  }),
});
export type UsageQuery = z.input<typeof UsageQuery>;

const Quantiles = z.object({ p50: z.number(), p95: z.number() }).nullable().meta({
  description: 'Milliseconds, at most a tenth off. Null where there are none, or where the numbers are of a pair.',
});

export const UsageNumbers = z.object({
  calls: z.int().meta({ description: 'All that was asked for: the sum of the outcomes.' }),
  outcomes: z.object(
    Object.fromEntries(outcomeClasses.map((one) => [one, z.int()])) as Record<
      (typeof outcomeClasses)[number],
      z.ZodInt
    >,
  ),
  success_rate: z.number().nullable().meta({ description: 'Of what was not refused (denied, limited), from 0 to 1.' }),
  server_ms: Quantiles,
  gateway_ms: Quantiles,
  last_used_at: z.iso.datetime().nullable(),
  last_client: z.string().nullable(),
});
export type UsageNumbers = z.infer<typeof UsageNumbers>;

export const UsageGroup = UsageNumbers.extend({
  id: z.string().nullable().meta({
    description:
      'Of the member, token or server; null for nobody, and for names that are no tool. A tool has its name, an hour or day its beginning.',
  }),
  name: z.string().nullable().meta({ description: 'As it is called now; null for what is gone.' }),
  server_id: z.string().nullable().meta({ description: 'Of a tool.' }),
});
export type UsageGroup = z.infer<typeof UsageGroup>;

export const Usage = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  group_by: z.enum(usageGroupings),
  totals: UsageNumbers,
  groups: z.array(UsageGroup),
  group_count: z.int().meta({ description: 'How many there are, also beyond `limit`.' }),
});
export type Usage = z.infer<typeof Usage>;

const Period = UsageNumbers.extend({ from: z.iso.datetime(), active_tokens: z.int() });
export type UsagePeriod = z.infer<typeof Period>;

export const UsageOverview = z.object({ today: Period, week: Period, month: Period });
export type UsageOverview = z.infer<typeof UsageOverview>;

/** A line of the file: a group, flat. */
export const UsageExportRow = UsageGroup.omit({ outcomes: true, server_ms: true, gateway_ms: true }).extend({
  ...(Object.fromEntries(outcomeClasses.map((one) => [one, z.int()])) as Record<
    (typeof outcomeClasses)[number],
    z.ZodInt
  >),
  server_p50_ms: z.number().nullable(),
  server_p95_ms: z.number().nullable(),
  gateway_p50_ms: z.number().nullable(),
  gateway_p95_ms: z.number().nullable(),
});
