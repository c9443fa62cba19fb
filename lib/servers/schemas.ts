import { z } from 'zod';
import { Slug } from '../slug';
import { oneLine } from '../text';
import { isReservedHeader } from './reserved-headers';

export const serverStatuses = ['up', 'degraded', 'down', 'needs_credentials', 'unknown'] as const;
export type ServerStatus = (typeof serverStatuses)[number];

/** The address of the server that the product itself serves; it is reached in-process. */
export const demoServerUrl = 'aerostack:demo';

export const Server = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  prefix: z.string(),
  status: z.enum(serverStatuses),
  status_since: z.iso.datetime().nullable().meta({ description: 'When `status` last became another one.' }),
  last_error: z.string().nullable(),
  protocol_version: z.string().nullable(),
  server_info: z.record(z.string(), z.unknown()).nullable(),
  capabilities: z.array(z.string()).meta({ description: 'The names of the capabilities that the server announced.' }),
  tool_count: z.int(),
  prompt_count: z.int(),
  resource_count: z.int(),
  auth: z.object({ type: z.enum(['none', 'bearer', 'headers']), header_names: z.array(z.string()).optional() }),
  timeout_ms: z
    .int()
    .meta({ description: 'How long a call waits for an answer to begin, and between two pieces of it.' }),
  connect_timeout_ms: z.int().meta({ description: 'How long a connection to the server may take to be made.' }),
  total_timeout_ms: z.int().meta({ description: 'How long a call may take in all, whatever arrives.' }),
  concurrency_max: z.int().meta({ description: 'Requests under way at once, all clients together; others wait.' }),
  recording: z.object({ enabled: z.boolean(), redact: z.array(z.string()) }).meta({
    description:
      'Whether arguments and results of its calls are kept; `redact` names further fields that are left out.',
  }),
  refreshed_at: z.iso.datetime().nullable().meta({ description: 'When the list of tools was last read.' }),
  created_at: z.iso.datetime(),
});
export type Server = z.infer<typeof Server>;

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'This is not a header name (RFC 9110 §5.1).');
const headerValue = z
  .string()
  .min(1, 'Enter a value.')
  .max(8192, 'Use at most 8192 characters.')
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'Use printable ASCII without spaces at the ends.');

const headersMax = 20;

const headers = z.record(headerName, headerValue).superRefine((value, check) => {
  const names = Object.keys(value);
  if (names.length === 0) check.addIssue({ code: 'custom', message: 'Add at least one header.' });
  if (names.length > headersMax) check.addIssue({ code: 'custom', message: `Use at most ${headersMax} headers.` });
  const seen = new Set<string>();
  for (const one of names) {
    const path = [one];
    if (isReservedHeader(one))
      check.addIssue({ code: 'custom', path, message: 'The connection writes this header itself.' });
    if (seen.has(one.toLowerCase())) check.addIssue({ code: 'custom', path, message: 'This header is here twice.' });
    seen.add(one.toLowerCase());
  }
});

export const ServerAuthInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('bearer'), token: headerValue }),
  z.strictObject({ type: z.literal('headers'), headers }),
]);
export type ServerAuthInput = z.input<typeof ServerAuthInput>;

const name = oneLine.min(1, 'Enter a name.').max(80, 'Use at most 80 characters.');
const url = z.string().trim().min(1, 'Enter the address of the server.').max(2048, 'Use at most 2048 characters.');
const prefix = z.union([
  z.literal(''),
  z
    .string()
    .regex(/^[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*$/, 'Use letters, digits, dashes and single underscores.')
    .max(40, 'Use at most 40 characters.'),
]);
const milliseconds = (min: number, max: number) =>
  z.int('Give whole milliseconds.').min(min, `At least ${min} ms.`).max(max, `At most ${max} ms.`);

/** What may be set for how long a server is waited for and how much of it is asked at once; the same at both doors. */
const limits = {
  timeout_ms: milliseconds(1_000, 600_000).optional(),
  connect_timeout_ms: milliseconds(500, 30_000).optional(),
  total_timeout_ms: milliseconds(1_000, 86_400_000).optional(),
  concurrency_max: z.int('Give a whole number.').min(1, 'At least 1.').max(1_000, 'At most 1000.').optional(),
};

export const CreateServerInput = z.strictObject({
  name,
  slug: Slug.optional(),
  url,
  auth: ServerAuthInput.optional(),
  prefix: prefix.optional(),
  ...limits,
});
export type CreateServerInput = z.input<typeof CreateServerInput>;

export const UpdateServerInput = z.strictObject({
  name: name.optional(),
  url: url.optional(),
  auth: ServerAuthInput.optional(),
  prefix: prefix.optional(),
  ...limits,
  enabled: z.boolean().optional(),
});
export type UpdateServerInput = z.input<typeof UpdateServerInput>;

export const UpdateRecordingInput = z.strictObject({
  enabled: z.boolean().optional(),
  redact: z
    .array(oneLine.min(1, 'Enter the name of a field.').max(64, 'Use at most 64 characters.'))
    .max(50, 'Name at most 50 fields.')
    .optional()
    .meta({ description: 'Fields whose values are left out, beside those that always are, in any spelling.' }),
});
export type UpdateRecordingInput = z.input<typeof UpdateRecordingInput>;

export const ServerList = z.object({ servers: z.array(Server), next_cursor: z.string().nullable() });
export type ServerList = z.infer<typeof ServerList>;

export const Tool = z.object({
  name: z.string().meta({ description: 'The name that clients see, `<prefix>__<tool>`.' }),
  server: z.string().meta({ description: "The server's slug." }),
  stable_name: z.string().meta({ description: "`<server slug>__<tool>`, what a token's patterns are held against." }),
  title: z.string().optional(),
  description: z.string(),
  input_schema: z.unknown(),
  read_only: z.boolean().meta({ description: 'It says of itself that it changes nothing.' }),
  enabled: z.boolean(),
});
export type Tool = z.infer<typeof Tool>;
export const ToolList = z.object({ tools: z.array(Tool), next_cursor: z.string().nullable() });
export type ToolList = z.infer<typeof ToolList>;

export const Prompt = z.object({
  name: z.string().meta({ description: 'The name that clients see, `<prefix>__<prompt>`.' }),
  server: z.string().meta({ description: "The server's slug." }),
  title: z.string().optional(),
  description: z.string(),
  arguments: z.array(z.object({ name: z.string(), description: z.string().optional(), required: z.boolean() })),
  enabled: z.boolean(),
});
export type Prompt = z.infer<typeof Prompt>;
export const PromptList = z.object({ prompts: z.array(Prompt), next_cursor: z.string().nullable() });
export type PromptList = z.infer<typeof PromptList>;

export const Resource = z.object({
  uri: z.string().meta({ description: "The server's own URI, or a template of URIs (RFC 6570)." }),
  is_template: z.boolean(),
  name: z.string(),
  server: z.string().meta({ description: "The server's slug." }),
  title: z.string().optional(),
  description: z.string(),
  mime_type: z.string().optional(),
  enabled: z.boolean(),
});
export type Resource = z.infer<typeof Resource>;
export const ResourceList = z.object({ resources: z.array(Resource), next_cursor: z.string().nullable() });
export type ResourceList = z.infer<typeof ResourceList>;
