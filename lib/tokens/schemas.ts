import { z } from 'zod';
import { Person } from '../account/schemas';
import { PageQuery } from '../page';
import { holdsNoSecret, oneLine, secretHeld } from '../text';

export const tokenStatuses = ['active', 'paused', 'expired', 'revoked'] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

/** Ten years; far enough that nobody means a shorter mistake by it. */
export const expiresInSecondsMax = 315_360_000;

export const TokenScope = z.object({
  servers: z.array(z.string()).nullable().meta({ description: 'Slugs; null for all servers, also later ones.' }),
  allow: z.array(z.string()).meta({ description: 'Patterns of `<server slug>__<name>`; none allows everything.' }),
  deny: z.array(z.string()).meta({ description: 'Patterns that outrank `allow`.' }),
  read_only: z.boolean().meta({ description: 'Only tools whose annotations say `readOnlyHint`.' }),
  addresses: z
    .array(z.string())
    .meta({ description: 'Address ranges that clients must come from; none means anywhere.' }),
});
export type TokenScope = z.infer<typeof TokenScope>;

export const revokedReasons = ['revoked', 'rotated', 'leaked'] as const;
export type RevokedReason = (typeof revokedReasons)[number];

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
  revoked_reason: z.enum(revokedReasons).nullable(),
  paused_at: z.iso.datetime().nullable(),
  scope: TokenScope.nullable().meta({ description: 'What it is narrowed to; null grants all of the workspace.' }),
  rate_limit: z.int().nullable().meta({ description: 'Requests in any 60 seconds; null for the usual limit.' }),
  rotated_from: z.uuid().nullable().meta({ description: 'The token whose place it took.' }),
  replaced_by: z
    .uuid()
    .nullable()
    .meta({ description: 'The token that took its place; until `expires_at` both work.' }),
  exposed_at: z.iso.datetime().nullable().meta({ description: 'When it was reported as found in the open.' }),
  exposed_source: z.string().nullable(),
});
export type Token = z.infer<typeof Token>;

const listMax = 100;

/** A pattern is held against names that hold no white space; one that holds some was meant as two. */
const pattern = z
  .string()
  .trim()
  .min(1, 'A pattern must not be empty; `*` stands for everything.')
  .max(300, 'Use at most 300 characters.')
  .regex(/^[^\s\p{Cc}\p{Cs}]*$/u, 'A pattern holds no spaces. Give each pattern an entry of its own.')
  .refine(holdsNoSecret, secretHeld);
const patterns = z.array(pattern).max(listMax, `Give at most ${listMax} patterns.`);

export const TokenScopeInput = z.strictObject({
  servers: z
    .array(z.string().max(40))
    .min(1, 'Name at least one server, or leave `servers` out for all of them.')
    .max(listMax, `Name at most ${listMax} servers.`)
    .nullish(),
  allow: patterns.optional(),
  deny: patterns.optional(),
  read_only: z.boolean().optional(),
  addresses: z.array(z.string().trim().max(50)).max(listMax, `Give at most ${listMax} ranges.`).optional(),
});
export type TokenScopeInput = z.input<typeof TokenScopeInput>;

const rateLimit = z.int('Give a whole number.').min(1, 'A token needs at least one request a minute.').nullish();

export const CreateTokenInput = z.strictObject({
  name: oneLine.min(1, 'Give the token a name, for example “Alice Cursor”.').max(80, 'Use at most 80 characters.'),
  expires_in: z
    .int('Give whole seconds.')
    .min(1, 'A token must live at least one second.')
    .max(expiresInSecondsMax, 'A token may live at most ten years; leave expires_in out for no expiry.')
    .nullish()
    .meta({ description: 'Seconds until the token expires; absent or null for never.' }),
  scope: TokenScopeInput.nullish().meta({
    description: 'Narrows the token; absent or null grants the whole workspace.',
  }),
  rate_limit: rateLimit.meta({ description: 'Requests in any 60 seconds, below the usual limit.' }),
  member_id: z.string().max(100).nullish().meta({
    description: 'Whose it is: absent for yourself, null for nobody, as for a bot. Only admins make tokens for others.',
  }),
});
export type CreateTokenInput = z.input<typeof CreateTokenInput>;
export const UpdateTokenInput = CreateTokenInput.omit({ expires_in: true, member_id: true }).partial();
export type UpdateTokenInput = z.input<typeof UpdateTokenInput>;

/** A week: whoever has not changed a client by then has forgotten it. */
export const graceSecondsMax = 604_800;

export const RotateTokenInput = z.strictObject({
  grace: z
    .int('Give whole seconds.')
    .min(0)
    .max(graceSecondsMax, 'The old token may go on for seven days at most.')
    .optional()
    .meta({
      description: 'Seconds for which the old token still works, never beyond its own expiry; 0 ends it at once.',
    }),
  expires_in: CreateTokenInput.shape.expires_in.meta({
    description: 'Seconds until the new token expires, null for never; absent keeps the date of the old one.',
  }),
});
export type RotateTokenInput = z.input<typeof RotateTokenInput>;

export const RevokeTokensInput = z.strictObject({
  ids: z.array(z.string().max(100)).min(1, 'Name at least one token.').max(100, 'Revoke at most 100 tokens at once.'),
});
export type RevokeTokensInput = z.input<typeof RevokeTokensInput>;

export const FindTokenInput = z.strictObject({
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of the whole token, as 64 lowercase hex characters.')
    .meta({ description: 'SHA-256 of the whole token, hex. The token itself stays where it is.' }),
});
export type FindTokenInput = z.input<typeof FindTokenInput>;

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

export const RevokedTokens = z.object({ tokens: z.array(Token) });
export type RevokedTokens = z.infer<typeof RevokedTokens>;

export const TokenListQuery = PageQuery.extend({
  search: z
    .string()
    .trim()
    .max(100)
    .refine(holdsNoSecret, secretHeld)
    .optional()
    .meta({ description: 'Part of a name or of a hint.' }),
});
export type TokenListQuery = z.input<typeof TokenListQuery>;

export const explainReasons = [
  'server_disabled',
  'server_not_granted',
  'denied',
  'not_allowed',
  'not_read_only',
] as const;

export const TokenExplanation = z.object({
  token: Token,
  tools: z.array(
    z.object({
      name: z.string().meta({ description: 'As clients see it.' }),
      server: z.string(),
      granted: z.boolean(),
      reason: z.enum(explainReasons).nullable(),
      words: z.string().nullable().meta({ description: 'The reason, for people.' }),
    }),
  ),
  granted_count: z.int(),
  refused_count: z.int(),
  next_cursor: z.string().nullable(),
});
export type TokenExplanation = z.infer<typeof TokenExplanation>;

/** How long a token that is rotated may go on. */
export const gracePresets = [
  { label: 'At once', seconds: 0 },
  { label: '15 minutes', seconds: 900 },
  { label: '1 hour', seconds: 3_600 },
  { label: '24 hours', seconds: 86_400 },
  { label: '7 days', seconds: 604_800 },
] as const;

/** The expiry presets offered in the dashboard, with the use each is meant for. `seconds: null` means no expiry. */
export const expiryPresets = [
  { label: 'No expiry', use: 'Personal IDE, bot deployment', seconds: null },
  { label: '90 days', use: 'Personal IDE', seconds: 7_776_000 },
  { label: '30 days', use: 'Shared team token', seconds: 2_592_000 },
  { label: '24 hours', use: 'CI/CD pipeline', seconds: 86_400 },
  { label: '1 hour', use: 'Demo or trial', seconds: 3_600 },
] as const;
