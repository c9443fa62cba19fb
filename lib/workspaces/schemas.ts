import { z } from 'zod';
import { Person } from '../account/schemas';
import { Slug } from '../slug';
import { oneLine, severalLines } from '../text';

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];

export const leakActions = ['revoke', 'notify'] as const;
export type LeakAction = (typeof leakActions)[number];

/** What others than oneself see of a person's calls: each of them, or how many there were. */
export const usageDetails = ['full', 'counts'] as const;
export type UsageDetail = (typeof usageDetails)[number];

/** Ten years, as for a token's expiry. */
const lifetimeSecondsMax = 315_360_000;

export const TokenPolicy = z.object({
  max_lifetime: z.int().nullable().meta({ description: 'The longest that a new token may live, in seconds.' }),
  expiry_required: z.boolean(),
  on_leak: z.enum(leakActions).meta({ description: 'What a report of a leaked token sets off.' }),
});
export type TokenPolicy = z.infer<typeof TokenPolicy>;

export const Workspace = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  status: z.literal('active'),
  role: z.enum(roles).meta({ description: "The caller's role." }),
  gateway_url: z.url(),
  server_count: z.int(),
  token_count: z.int(),
  member_count: z.int(),
  token_policy: TokenPolicy,
  rate_limit: z.int().nullable().meta({ description: 'Requests of all tokens together in any 60 seconds.' }),
  usage_detail: z.enum(usageDetails).meta({ description: "What owners and admins see of other people's calls." }),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Workspace = z.infer<typeof Workspace>;

const name = oneLine.min(2, 'Use at least 2 characters.').max(80, 'Use at most 80 characters.');
const description = severalLines.max(500, 'Use at most 500 characters.');

export const CreateWorkspaceInput = z.strictObject({
  name,
  slug: Slug.optional(),
  description: description.optional(),
});
export type CreateWorkspaceInput = z.input<typeof CreateWorkspaceInput>;

export const UpdateWorkspaceInput = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  token_policy: z
    .strictObject({
      max_lifetime: z
        .int('Give whole seconds.')
        .min(60, 'A token must be allowed to live for a minute at least.')
        .max(lifetimeSecondsMax, 'A token may live at most ten years; use null for no bound.')
        .nullable()
        .optional(),
      expiry_required: z.boolean().optional(),
      on_leak: z.enum(leakActions).optional(),
    })
    .optional()
    .meta({ description: 'For tokens that are made from now on. Owners only.' }),
  rate_limit: z
    .int('Give a whole number.')
    .min(1, 'A workspace needs at least one request a minute.')
    .max(1_000_000_000)
    .nullable()
    .optional()
    .meta({ description: 'Requests of all tokens together in any 60 seconds; null for no such limit. Owners only.' }),
  usage_detail: z.enum(usageDetails).optional().meta({
    description:
      "What owners and admins see of other people's calls: `full`, each of them; `counts`, how many and when last, not which tools and when. Owners only.",
  }),
});
export type UpdateWorkspaceInput = z.input<typeof UpdateWorkspaceInput>;

export const WorkspaceList = z.object({ workspaces: z.array(Workspace), next_cursor: z.string().nullable() });
export type WorkspaceList = z.infer<typeof WorkspaceList>;
export const Me = z.object({ user: Person, workspaces: z.array(Workspace) });
export type Me = z.infer<typeof Me>;
