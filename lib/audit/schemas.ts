import { z } from 'zod';
import { PageQuery } from '../page';

export const auditResults = ['done', 'refused'] as const;

/** An id, as in every row. */
const id = z.string().max(100);

export const AuditFilter = z.strictObject({
  actor: id.optional().meta({ description: 'The id of a user, or `system` for what the product did by itself.' }),
  action: z
    .string()
    .max(60)
    .regex(/^[a-z_]+(\.[a-z_]+)?$/, 'Give `noun.verb` as in `token.create`, or a noun for all of its verbs.')
    .optional()
    .meta({ description: '`token.create`, or `token` for everything that was done with tokens.' }),
  target: id.optional().meta({ description: 'The id of what was changed.' }),
  result: z.enum(auditResults).optional(),
  request_id: id.optional(),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: 'This moment or later.' }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: 'Before this moment.' }),
});
export type AuditFilter = z.input<typeof AuditFilter>;

export const AuditQuery = AuditFilter.extend(PageQuery.shape);
export type AuditQuery = z.input<typeof AuditQuery>;

const values = z.record(z.string(), z.unknown());

export const AuditRecord = z.object({
  id: z.uuid(),
  position: z.int().meta({ description: 'Its place in the chain of this workspace, from 1 and without a gap.' }),
  at: z.iso.datetime(),
  actor: z.object({
    kind: z.enum(['user', 'system']),
    id: z.uuid().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  action: z.string().meta({ description: '`noun.verb`, as in `token.create`.' }),
  target: z.object({ type: z.string(), id: z.string() }),
  result: z.enum(auditResults).meta({ description: '`refused` is what a member tried and may not do.' }),
  details: values,
  before: values.nullable().meta({ description: 'Of an update: what it changed, as it was.' }),
  after: values.nullable(),
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

export const AuditList = z.object({ entries: z.array(AuditRecord), next_cursor: z.string().nullable() });
export type AuditList = z.infer<typeof AuditList>;

/** One line of an export: the same, flat. */
export const AuditExportRow = AuditRecord.omit({ actor: true, target: true }).extend({
  actor_name: z.string().nullable(),
  actor_email: z.string().nullable(),
  actor_id: z.uuid().nullable(),
  target_type: z.string(),
  target_id: z.string(),
});
