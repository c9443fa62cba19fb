'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { InviteDialog } from '@/components/invites/invite-dialog';
import { InviteList } from '@/components/invites/invite-list';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { useMe, useWorkspace } from '@/components/workspaces/use-workspaces';
import { MemberListSkeleton } from './member-list-skeleton';
import { MemberRow } from './member-row';
import { type RoleLine, RoleTable } from './role-table';
import { useMembers } from './use-members';

interface MemberListProps {
  slug: string;
  /** Whether the person may remove members and give roles. */
  mayManage: boolean;
  mayInvite: boolean;
  mailIsOn: boolean;
  roleLines: readonly RoleLine[];
}

export function MemberList({ slug, mayManage, mayInvite, mailIsOn, roleLines }: MemberListProps) {
  const { data: workspace } = useWorkspace(slug);
  const { data: me } = useMe();
  const { data: members, error } = useMembers(slug);
  const [inviting, setInviting] = useState(false);
  const { opener, finalFocus } = useReturnFocus();
  const owners = members?.filter(({ role }) => role === 'owner').length;
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Members"
        description="The people of this workspace and what they may do in it."
        actions={
          mayInvite && (
            <Button ref={opener} onClick={() => setInviting(true)}>
              <UserPlus aria-hidden="true" />
              Invite people
            </Button>
          )
        }
      />
      {error && members === undefined && <Problem error={error} />}
      {members === undefined && !error && <MemberListSkeleton />}
      {members !== undefined && (
        <ul aria-label="Members" className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">
          {members.map((member) => (
            <MemberRow
              key={member.id}
              slug={slug}
              workspaceName={workspace.name}
              member={member}
              own={workspace.role}
              mayManage={mayManage}
              mayReset={workspace.role === 'owner' && !mailIsOn}
              isSelf={member.user.id === me?.user.id}
              isLastOwner={member.role === 'owner' && owners === 1}
            />
          ))}
        </ul>
      )}
      {mayInvite && <InviteList slug={slug} own={workspace.role} mailIsOn={mailIsOn} />}
      <RoleTable lines={roleLines} own={workspace.role} />
      {mayInvite && (
        <InviteDialog
          slug={slug}
          own={workspace.role}
          mailIsOn={mailIsOn}
          open={inviting}
          onOpenChange={setInviting}
          finalFocus={finalFocus}
        />
      )}
    </div>
  );
}
