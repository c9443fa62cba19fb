import type { Role } from '../workspaces/schemas';

/** The server's own list is behind its schemas, which help must not wait for. */
export const roleNames = ['owner', 'admin', 'member'] as const satisfies readonly Role[];
export type RoleName = (typeof roleNames)[number];
