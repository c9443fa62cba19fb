import type { RoleLine } from '@/components/members/role-table';
import { type Action, mayAct, mayGrant } from '@/lib/access/roles';
import { type Role, roles } from '@/lib/workspaces/schemas';

const mayDo =
  (action: Action) =>
  (role: Role): boolean =>
    mayAct(role, action);

const questions: readonly [string, (role: Role) => boolean][] = [
  ['See the servers, tools and members', mayDo('member.read')],
  ['See one’s own calls', mayDo('usage.read')],
  ['Make, rotate, pause and revoke tokens of one’s own', mayDo('token.write')],
  ['See everybody’s tokens, and do the same with them', mayDo('token.any')],
  ['See everybody’s calls, or their counts where the owner chose so', mayDo('usage.any')],
  ['Add, change and remove servers', mayDo('server.write')],
  ['Invite people, and take invites back', mayDo('invite.write')],
  ['Remove members, and change their roles', mayDo('member.write')],
  ['Rename the workspace', mayDo('workspace.update')],
  ['Read who changed what, and export it', mayDo('audit.read')],
  ['Make somebody an owner, and act on owners', (role) => mayDo('member.write')(role) && mayGrant(role, 'owner')],
  ['Set the token policy and the limit of all tokens', mayDo('workspace.policy')],
  ['Hand the workspace over to another member', mayDo('workspace.transfer')],
  ['Decide what is seen of other people’s calls', mayDo('usage.policy')],
  ['Have arguments and results of a server’s calls recorded', mayDo('server.record')],
  ['Delete the workspace', mayDo('workspace.delete')],
];

/** What each role may do, in words, answered by the table that every verb asks: page and product cannot differ. */
export const roleLines: readonly RoleLine[] = questions.map(([text, may]) => ({ text, roles: roles.filter(may) }));
