'use client';

import { counted } from '@/components/tokens/scope-text';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toaster';
import type { Member } from '@/lib/members/schemas';
import { useRemoveMember } from './use-members';

interface RemoveMemberDialogProps {
  slug: string;
  member: Member;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRemoved: () => void;
  finalFocus: () => HTMLElement | true;
}

/** Asks for the address: names may be alike. */
export function RemoveMemberDialog({
  slug,
  member,
  open,
  onOpenChange,
  onRemoved,
  finalFocus,
}: RemoveMemberDialogProps) {
  const remove = useRemoveMember(slug, member.id);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${member.name}?`}
      confirmLabel="Remove member"
      words={member.email}
      pending={remove.isPending}
      error={remove.error}
      finalFocus={finalFocus}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            onRemoved();
            onOpenChange(false);
            toast.success(`${member.name} was removed`, 'Tokens of theirs are refused from now on.');
          },
        })
      }
    >
      <p>
        {endOfTokens(member.token_count)} They no longer see this workspace. Their calls stay in the records under their
        name.
      </p>
    </ConfirmDialog>
  );
}

function endOfTokens(count: number): string {
  if (count === 0) return 'They have no token that works.';
  return `Their ${counted(count, 'token')} ${count === 1 ? 'stops' : 'stop'} working the moment you confirm, for good.`;
}
