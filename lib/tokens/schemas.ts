import { z } from 'zod';
import { Person } from '../account/schemas';
import { oneLine } from '../text';

export const tokenStatuses = ['active', 'paused', 'expired', 'revoked'] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

/** Ten years; far enough that nobody means a shorter mistake by it. */
export const expiresInSecondsMax = 315_360_000;

export const Token = z.object({
  id: z.uuid(),
  name: z.string(),
  hint: z.string().meta({ description: 'First 4 hex and last 4 characters, `mwt_7a3f…b7ee`.' }),
  status: z.enum(tokenStatuses),
  active: z.boolean(),
  created_at: z.iso.datetime(),
  created_by: Person.nullable(),
  member: Person.nullable(),
  expires_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
  last_used_client: z.string().nullable(),
  revoked_at: z.iso.datetime().nullable(),
  revoked_by: Person.nullable(),
});
export type Token = z.infer<typeof Token>;

export const CreateTokenInput = z.strictObject({
  name: oneLine.min(1, 'Give the token a name, for example “Alice Cursor”.').max(80, 'Use at most 80 characters.'),
  expires_in: z
    .int('Give whole seconds.')
    .min(1, 'A token must live at least one second.')
    .max(expiresInSecondsMax, 'A token may live at most ten years; leave expires_in out for no expiry.')
    .nullish()
    .meta({ description: 'Seconds until the token expires; absent or null for never.' }),
});
export type CreateTokenInput = z.input<typeof CreateTokenInput>;
export const UpdateTokenInput = CreateTokenInput.pick({ name: true });
export type UpdateTokenInput = z.input<typeof UpdateTokenInput>;

export const McpJson = z.object({
  mcpServers: z.record(z.string(), z.object({ url: z.string(), headers: z.object({ Authorization: z.string() }) })),
});
export type McpJson = z.infer<typeof McpJson>;

export const CreatedToken = z.object({
  token: Token,
  raw: z.string().meta({ description: 'The token itself. Returned by this answer and never again.' }),
  mcp_json: McpJson,
});
export type CreatedToken = z.infer<typeof CreatedToken>;

export const TokenList = z.object({ tokens: z.array(Token), next_cursor: z.string().nullable() });
export type TokenList = z.infer<typeof TokenList>;

/** The expiry presets offered in the dashboard, with the use each is meant for. `seconds: null` means no expiry. */
export const expiryPresets = [
  { label: 'No expiry', use: 'Personal IDE, bot deployment', seconds: null },
  { label: '90 days', use: 'Personal IDE', seconds: 7_776_000 },
  { label: '30 days', use: 'Shared team token', seconds: 2_592_000 },
  { label: '24 hours', use: 'CI/CD pipeline', seconds: 86_400 },
  { label: '1 hour', use: 'Demo or trial', seconds: 3_600 },
] as const;
