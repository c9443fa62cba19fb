import { z } from 'zod';
import { Person } from '../account/schemas';
import { Slug } from '../slug';
import { oneLine, severalLines } from '../text';

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];

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

export const UpdateWorkspaceInput = z.strictObject({ name: name.optional(), description: description.optional() });
export type UpdateWorkspaceInput = z.input<typeof UpdateWorkspaceInput>;

export const WorkspaceList = z.object({ workspaces: z.array(Workspace), next_cursor: z.string().nullable() });
export type WorkspaceList = z.infer<typeof WorkspaceList>;
export const Me = z.object({ user: Person, workspaces: z.array(Workspace) });
export type Me = z.infer<typeof Me>;
