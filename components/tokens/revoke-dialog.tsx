'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toaster';
import type { Token } from '@/lib/tokens/schemas';
import { RecentUse } from './recent-use';
import { useRevokeToken } from './use-tokens';

interface RevokeDialogProps {
  slug: string;
  token: Token;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
  finalFocus: () => HTMLElement | true;
}

/** For a token that was replaced it is the end of its grace. */
export function RevokeDialog({ slug, token, open, onOpenChange, onRevoked, finalFocus }: RevokeDialogProps) {
  const revoke = useRevokeToken(slug, token.id);
  const isGrace = token.replaced_by !== null;
  const confirm = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        onRevoked();
        onOpenChange(false);
        toast.success(
          `${isGrace ? `The old token of ${token.name}` : token.name} was revoked`,
          'Its next request is refused.',
        );
      },
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={isGrace ? `End the grace of ${token.name} now?` : `Revoke ${token.name}?`}
      confirmLabel={isGrace ? 'End grace now' : 'Revoke token'}
      pending={revoke.isPending}
      error={revoke.error}
      finalFocus={finalFocus}
      onConfirm={confirm}
    >
      <p>
        <code className="font-mono text-foreground text-sm">{token.hint}</code> stops working the moment you confirm:
        its next request is refused and streams it holds open are closed. This cannot be undone.{' '}
        {isGrace ? 'The token that took its place goes on.' : 'The token stays in the list.'}
      </p>
      <RecentUse token={token} />
    </ConfirmDialog>
  );
}
