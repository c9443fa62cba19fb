'use client';

import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toaster';
import type { Member } from '@/lib/members/schemas';
import { useLeaveWorkspace } from './use-members';

interface LeaveDialogProps {
  slug: string;
  workspaceName: string;
  member: Member;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

export function LeaveDialog({ slug, workspaceName, member, open, onOpenChange, finalFocus }: LeaveDialogProps) {
  const router = useRouter();
  const leave = useLeaveWorkspace(slug, member.id);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Leave ${workspaceName}?`}
      confirmLabel="Leave workspace"
      words={workspaceName}
      pending={leave.isPending}
      error={leave.error}
      finalFocus={finalFocus}
      onConfirm={() =>
        leave.mutate(undefined, {
          onSuccess: () => {
            toast.success(`You left ${workspaceName}`, 'Your tokens for it are refused from now on.');
            router.replace('/workspaces');
          },
        })
      }
    >
      <p>
        Your tokens for it stop working the moment you confirm, for good. To come back you have to be invited again.
      </p>
    </ConfirmDialog>
  );
}
