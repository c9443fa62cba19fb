import { type Role, roles } from '../workspaces/schemas';

/** Who may do what in a workspace: one table, asked by every verb. */
const rolesOf = {
  'workspace.read': ['owner', 'admin', 'member'],
  'workspace.update': ['owner', 'admin'],
  'workspace.policy': ['owner'],
  'workspace.transfer': ['owner'],
  'workspace.delete': ['owner'],
  'server.read': ['owner', 'admin', 'member'],
  'server.write': ['owner', 'admin'],
  /** Whether what is asked of a server, and what it answers, is kept. */
  'server.record': ['owner'],
  'tool.read': ['owner', 'admin', 'member'],
  'token.read': ['owner', 'admin', 'member'],
  'token.write': ['owner', 'admin', 'member'],
  /** Beyond one's own: the tokens of others, and of nobody. */
  'token.any': ['owner', 'admin'],
  'member.read': ['owner', 'admin', 'member'],
  'member.write': ['owner', 'admin'],
  /** How the workspace is used: one's own part of it. */
  'usage.read': ['owner', 'admin', 'member'],
  /** Everybody's. What is told of a person is narrowed by the workspace's `usage_detail`. */
  'usage.any': ['owner', 'admin'],
  'usage.policy': ['owner'],
  /** A link that lets a member in without their password, where no mail is sent. */
  'member.reset_password': ['owner'],
  'invite.read': ['owner', 'admin'],
  'invite.write': ['owner', 'admin'],
  'audit.read': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof rolesOf;

export const mayAct = (role: Role, action: Action): boolean => (rolesOf[action] as readonly Role[]).includes(role);

/** Whether somebody may give a role away, or act on whoever has it: nobody reaches above their own. `roles` begins at the top. */
export const mayGrant = (own: Role, role: Role): boolean => roles.indexOf(own) <= roles.indexOf(role);

/** A stored role, or null for a text that is none: whoever has no role may do nothing. */
export const roleOf = (text: string | undefined): Role | null => roles.find((known) => known === text) ?? null;
