'use client';

import { Ellipsis, KeyRound, LogOut, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { CallsMenuItem } from '@/components/activity/calls-menu-item';
import { Button } from '@/components/ui/button';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import type { Member } from '@/lib/members/schemas';
import { LeaveDialog } from './leave-dialog';
import { RemoveMemberDialog } from './remove-member-dialog';
import { ResetLinkDialog } from './reset-link-dialog';

interface MemberMenuProps {
  slug: string;
  workspaceName: string;
  member: Member;
  mayReset: boolean;
  isSelf: boolean;
}

export function MemberMenu({ slug, workspaceName, member, mayReset, isSelf }: MemberMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [isResetting, setResetting] = useState(false);
  const { opener, expectGone, finalFocus } = useReturnFocus();
  return (
    <>
      <Menu>
        <MenuTrigger
          ref={opener}
          render={<Button variant="ghost" size="icon-small" className="text-muted-foreground" />}
          aria-label={`Actions for ${member.name}`}
        >
          <Ellipsis aria-hidden="true" />
        </MenuTrigger>
        <MenuContent>
          <CallsMenuItem slug={slug} of={{ member: member.id }} />
          {mayReset && !isSelf && (
            <MenuItem onClick={() => setResetting(true)}>
              <KeyRound aria-hidden="true" />
              Password reset link
            </MenuItem>
          )}
          <MenuItem danger onClick={() => setOpen(true)}>
            {isSelf ? <LogOut aria-hidden="true" /> : <UserMinus aria-hidden="true" />}
            {isSelf ? 'Leave' : 'Remove'}
          </MenuItem>
        </MenuContent>
      </Menu>
      <ResetLinkDialog
        slug={slug}
        member={member}
        open={isResetting}
        onOpenChange={setResetting}
        finalFocus={finalFocus}
      />
      {isSelf ? (
        <LeaveDialog
          slug={slug}
          workspaceName={workspaceName}
          member={member}
          open={isOpen}
          onOpenChange={setOpen}
          finalFocus={finalFocus}
        />
      ) : (
        <RemoveMemberDialog
          slug={slug}
          member={member}
          open={isOpen}
          onOpenChange={setOpen}
          onRemoved={expectGone}
          finalFocus={finalFocus}
        />
      )}
    </>
  );
}
