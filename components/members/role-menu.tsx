'use client';

import { ChevronDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/menu';
import { toast } from '@/components/ui/toaster';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import type { Member } from '@/lib/members/schemas';
import { sentenceOf } from '@/lib/query/problem';
import type { Role } from '@/lib/workspaces/schemas';
import { grantableRoles, roleNames, roleTexts } from './role-words';
import { useChangeRole } from './use-members';

interface RoleMenuProps {
  slug: string;
  member: Member;
  own: Role;
  isSelf: boolean;
}

/** Changes at once what can be changed back; asks before what one could not take back oneself. */
export function RoleMenu({ slug, member, own, isSelf }: RoleMenuProps) {
  const [asked, setAsked] = useState<Role | null>(null);
  const { opener, finalFocus } = useReturnFocus();
  const router = useRouter();
  const change = useChangeRole(slug, member.id);
  const say = ({ name, role }: Member) =>
    toast.success(isSelf ? `You are ${article(role)} now` : `${name} is ${article(role)} now`, roleTexts[role]);
  const choose = (role: Role) => {
    if (role === member.role) return;
    if (isSelf || role === 'owner') return setAsked(role);
    change.mutate(role, {
      onSuccess: say,
      onError: (error) => toast.error('The role was not changed', sentenceOf(error)),
    });
  };
  return (
    <>
      <Menu>
        <MenuTrigger
          ref={opener}
          aria-label={`Role of ${member.name}: ${roleNames[member.role]}`}
          disabled={change.isPending}
          className="inline-flex h-8 items-center gap-1.5 rounded-full border bg-surface px-3 font-medium text-sm transition-colors hover:bg-hover disabled:cursor-progress disabled:opacity-60 data-popup-open:bg-hover"
        >
          {roleNames[member.role]}
          <ChevronDown className="size-3.5 text-muted-foreground" aria-hidden="true" />
        </MenuTrigger>
        <MenuContent align="start" className="w-72">
          <MenuRadioGroup value={member.role} onValueChange={choose}>
            {grantableRoles(own).map((role) => (
              <MenuRadioItem key={role} value={role} closeOnClick>
                <span className="grid py-1">
                  <span className="font-medium">{roleNames[role]}</span>
                  <span className="text-pretty text-muted-foreground text-sm">{roleTexts[role]}</span>
                </span>
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
        </MenuContent>
      </Menu>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={asked === 'owner' ? `Make ${member.name} an owner?` : 'Give up your role?'}
        confirmLabel={asked === 'owner' ? 'Make owner' : `Become ${asked === null ? '' : article(asked)}`}
        pending={change.isPending}
        error={change.error}
        finalFocus={finalFocus}
        onConfirm={() =>
          asked !== null &&
          change.mutate(asked, {
            onSuccess: (changed) => {
              setAsked(null);
              say(changed);
              // What the page offers was decided for the role before.
              if (isSelf) router.refresh();
            },
          })
        }
      >
        {asked === 'owner' ? (
          <p>An owner may do everything: also remove you, and delete the workspace.</p>
        ) : (
          <p>You cannot give it back to yourself: somebody above your new role has to.</p>
        )}
      </ConfirmDialog>
    </>
  );
}

const article = (role: Role) => `${role === 'member' ? 'a' : 'an'} ${role}`;
