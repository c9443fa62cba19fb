import { z } from 'zod';
import { PageQuery } from '../page';

/** How a tools/call ended. A tool's own error is never counted as a success. */
export const callOutcomes = [
  'ok',
  'tool_error',
  'protocol_error',
  'server_error',
  'timeout',
  'unreachable',
  'cancelled',
  'unknown_tool',
  'denied',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export const Call = z.object({
  id: z.uuid(),
  at: z.iso.datetime().meta({ description: 'When it ended.' }),
  member: z
    .object({ id: z.uuid(), name: z.string(), email: z.string() })
    .nullable()
    .meta({ description: 'Whose token it was; null for a token that belongs to nobody. `id` is the member’s.' }),
  token: z.object({ id: z.uuid(), name: z.string(), hint: z.string() }).nullable(),
  server: z
    .object({ id: z.uuid(), slug: z.string(), name: z.string() })
    .nullable()
    .meta({ description: 'Null when no server has the tool, or the server was removed.' }),
  tool: z.string().meta({ description: 'As the client named it.' }),
  outcome: z.enum(callOutcomes),
  client: z.string().nullable(),
  server_ms: z.number().meta({ description: 'Time spent waiting for the server.' }),
  gateway_ms: z.number().meta({ description: 'Time spent in the gateway, without the server’s.' }),
  request_id: z.string(),
});
export type Call = z.infer<typeof Call>;

const RecordedText = z.object({
  text: z.string().meta({ description: 'JSON text, without what is hidden, as far as it goes.' }),
  is_cut: z.boolean().meta({ description: 'Whether there was more: 8192 characters are kept.' }),
});

/** What was asked and answered, of a call to a server that is recorded. */
export const RecordedCall = z.object({
  arguments: RecordedText,
  answer: RecordedText.nullable().meta({ description: '`result` or `error`; null where the client got neither.' }),
});
export type RecordedCall = z.infer<typeof RecordedCall>;

export const CallDetails = Call.extend({
  recorded: RecordedCall.nullable().meta({
    description: 'Null where nothing was recorded of the call, or its server is not recorded any more.',
  }),
});
export type CallDetails = z.infer<typeof CallDetails>;

export const CallList = z.object({
  calls: z.array(Call),
  next_cursor: z.string().nullable().meta({
    description:
      'Of a rare kind of call a page may hold few or none and still have a next one: each page looks through so many calls.',
  }),
  searched_to: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'How far back this page has looked; null when that is to the end.' }),
});
export type CallList = z.infer<typeof CallList>;

const filter = z.string().min(1).max(200).optional();

export const CallFilters = z.strictObject({
  member: filter.meta({ description: 'A member’s id; `none` for tokens that belong to nobody.' }),
  token: filter.meta({ description: 'A token’s id.' }),
  server: filter.meta({ description: 'A server’s id.' }),
  tool: filter.meta({ description: 'The name that the client called.' }),
  outcome: z
    .enum([...callOutcomes, 'failed'])
    .optional()
    .meta({ description: '`failed` for all but `ok`.' }),
  client: filter.meta({ description: 'What the client calls itself, with or without its version.' }),
  request_id: filter.meta({ description: 'As the gateway’s answer or log says it.' }),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: 'Up to this moment, without it.' }),
});
export type CallFilters = z.input<typeof CallFilters>;

export const CallQuery = CallFilters.extend(PageQuery.shape);
export type CallQuery = z.input<typeof CallQuery>;

/** A line of the exported file. */
export const CallExportRow = Call.omit({ member: true, token: true, server: true }).extend({
  server: z.string().nullable().meta({ description: 'The server’s slug.' }),
  member_name: z.string().nullable(),
  member_email: z.string().nullable(),
  member_id: z.uuid().nullable(),
  token_name: z.string().nullable(),
  token_id: z.uuid().nullable(),
});
