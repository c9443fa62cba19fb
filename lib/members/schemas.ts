import { z } from 'zod';
import { Person } from '../account/schemas';
import { roles } from '../workspaces/schemas';

export const Member = z.object({
  id: z.uuid(),
  user: Person,
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  joined_at: z.iso.datetime(),
  last_active_at: z.iso.datetime().nullable(),
  token_count: z.int(),
  call_count: z.int(),
});
export type Member = z.infer<typeof Member>;
export const MemberList = z.object({ members: z.array(Member), next_cursor: z.string().nullable() });
export type MemberList = z.infer<typeof MemberList>;
