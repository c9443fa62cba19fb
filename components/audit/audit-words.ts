import type { AuditAction } from '@/lib/audit/actions';
import type { AuditRecord } from '@/lib/audit/schemas';

/** What was done, after the name of who did it and before the name of what it was done to. */
const deeds: Record<AuditAction, string> = {
  'user.set_up': 'set this installation up',
  'user.sign_up': 'signed up',
  'user.update': 'changed the name of their account',
  'user.change_password': 'changed their password',
  'user.ask_password_reset': 'was asked for a password reset link by',
  'user.issue_password_reset': 'made a password reset link on the server, for',
  'user.reset_password': 'set a new password by a link',
  'user.ask_email_change': 'asked to change their address to',
  'user.change_email': 'changed the address of an account',
  'user.delete': 'deleted the account',
  'identity.link': 'linked the sign-in account',
  'identity.unlink': 'unlinked the sign-in account',
  'identity.refuse': 'refused the sign-in account',
  'session.start': 'signed in',
  'session.end': 'ended a session',
  'session.end_others': 'ended their other sessions',
  'session.refuse': 'refused a sign-in to',
  'api_key.create': 'made the API key',
  'api_key.delete': 'ended the API key',
  'api_key.exposed': 'ended an API key found in the open:',
  'device_login.approve': 'let a program sign in on',
  'device_login.deny': 'refused a program’s sign-in on',
  'usage.export': 'exported the usage of',
  'workspace.create': 'made the workspace',
  'workspace.update': 'changed the settings of',
  'workspace.transfer': 'handed the workspace over to',
  'workspace.delete': 'deleted the workspace',
  'member.change_role': 'changed the role of',
  'member.leave': 'left:',
  'member.remove': 'removed',
  'member.issue_password_reset': 'made a password reset link for',
  'invite.create': 'invited',
  'invite.resend': 'sent a new link to',
  'invite.revoke': 'took back the invite of',
  'invite.accept': 'accepted the invite for',
  'invite.exposed': 'ended a link found in the open, for',
  'server.create': 'added the server',
  'server.update': 'changed the server',
  'server.enable': 'turned on the server',
  'server.disable': 'turned off the server',
  'server.record': 'changed what is recorded of the server',
  'server.delete': 'removed the server',
  'token.create': 'made the token',
  'token.update': 'changed the token',
  'token.rotate': 'rotated the token',
  'token.pause': 'paused the token',
  'token.resume': 'resumed the token',
  'token.revoke': 'revoked the token',
  'token.exposed': 'was told of a token found in the open:',
  'audit.export': 'exported the audit log of',
  'calls.export': 'took the log of calls out of',
  'access.refuse': 'was refused:',
};

/** The kinds of things that a workspace's entries are about, for the filter. */
export const nouns = [
  { value: 'token', label: 'Tokens' },
  { value: 'server', label: 'Servers' },
  { value: 'member', label: 'Members' },
  { value: 'invite', label: 'Invites' },
  { value: 'workspace', label: 'Workspace' },
  { value: 'audit', label: 'Exports of this log' },
  { value: 'access', label: 'Refused attempts' },
] as const;

export const isDeed = (action: string): action is AuditAction => Object.hasOwn(deeds, action);

/** `made the token`; an action that this page does not know yet stands there as it is. */
export const deedOf = ({ action }: Pick<AuditRecord, 'action'>): string => (isDeed(action) ? deeds[action] : action);

/** What the entry calls the thing: as it was called then. */
export function objectOf({ details, target }: Pick<AuditRecord, 'details' | 'target'>): string {
  const named = [details.name, details.email, details.attempt].find((one) => typeof one === 'string');
  return (named as string | undefined) ?? target.id;
}

export const actorName = ({ actor }: Pick<AuditRecord, 'actor'>): string =>
  actor.kind === 'system' ? 'Aerostack' : (actor.name ?? 'Somebody who is gone');

/** `expires_at` as `Expires at`. */
export const labelOf = (key: string): string => {
  const words = key
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
