import { type Role, roles } from '@/lib/workspaces/schemas';

export const roleNames: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

/** What a role is, in a line beside its name. */
export const roleTexts: Record<Role, string> = {
  owner: 'Everything, the token policy and deleting the workspace included.',
  admin: 'Manages servers, everybody’s tokens, members and invites.',
  member: 'Uses the tools, with tokens of their own.',
};

/** Nobody grants more than they have: one’s own role and those below it. */
export const grantableRoles = (own: Role): readonly Role[] => roles.slice(roles.indexOf(own));
