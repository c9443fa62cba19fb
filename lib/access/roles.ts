import { type Role, roles } from '../workspaces/schemas';

/** Who may do what in a workspace: one table, asked by every verb. */
const rolesOf = {
  'workspace.read': ['owner', 'admin', 'member'],
  'workspace.update': ['owner', 'admin'],
  'workspace.policy': ['owner'],
  'workspace.delete': ['owner'],
  'server.read': ['owner', 'admin', 'member'],
  'server.write': ['owner', 'admin'],
  'tool.read': ['owner', 'admin', 'member'],
  'token.read': ['owner', 'admin'],
  'token.write': ['owner', 'admin'],
  'member.read': ['owner', 'admin', 'member'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof rolesOf;

export const mayAct = (role: Role, action: Action): boolean => (rolesOf[action] as readonly Role[]).includes(role);

/** A stored role, or null for a text that is none: whoever has no role may do nothing. */
export const roleOf = (text: string | undefined): Role | null => roles.find((known) => known === text) ?? null;
