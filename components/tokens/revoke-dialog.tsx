'use client';

import { TriangleAlert } from 'lucide-react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { pastTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/time';
import { toast } from '@/components/ui/toaster';
import type { Token } from '@/lib/tokens/schemas';
import { useRevokeToken } from './use-tokens';

interface RevokeDialogProps {
  slug: string;
  token: Token;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
  finalFocus: () => HTMLElement | true;
}

const dayMs = 86_400_000;

export function RevokeDialog({ slug, token, open, onOpenChange, onRevoked, finalFocus }: RevokeDialogProps) {
  const revoke = useRevokeToken(slug, token.id);
  const confirm = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        onRevoked();
        onOpenChange(false);
        toast.success(`${token.name} was revoked`, 'Its next request is refused.');
      },
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Revoke ${token.name}?`}
      confirmLabel="Revoke token"
      pending={revoke.isPending}
      error={revoke.error}
      finalFocus={finalFocus}
      onConfirm={confirm}
    >
      <p>
        <code className="font-mono text-foreground text-sm">{token.hint}</code> stops working the moment you confirm:
        its next request is refused and streams it holds open are closed. This cannot be undone. The token stays in the
        list.
      </p>
      <RecentUse token={token} />
    </ConfirmDialog>
  );
}

function RecentUse({ token }: { token: Token }) {
  const now = useNow();
  if (token.last_used_at === null) return null;
  const usedAt = Date.parse(token.last_used_at);
  if (now - usedAt > dayMs) return null;
  const by = token.last_used_client ? ` by ${token.last_used_client}` : '';
  return (
    <p className="flex items-start gap-2.5 rounded-md border border-warning/30 bg-warning-subtle px-3 py-2.5 text-foreground">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden="true" />
      <span>
        <strong className="font-medium">Still in use:</strong> its last request was made {pastTime(usedAt, now)}
        {by}.
      </span>
    </p>
  );
}
