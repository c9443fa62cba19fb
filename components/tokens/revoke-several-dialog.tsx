'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useNow } from '@/components/ui/time';
import { toast } from '@/components/ui/toaster';
import type { Token } from '@/lib/tokens/schemas';
import { counted } from './scope-text';
import { isInUse } from './token-state';
import { useRevokeTokens } from './use-tokens';

interface RevokeSeveralDialogProps {
  slug: string;
  tokens: Token[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
  finalFocus: () => HTMLElement | true;
}

/** Asks for the count: whoever has chosen more than they think notices it here. */
export function RevokeSeveralDialog({
  slug,
  tokens,
  open,
  onOpenChange,
  onRevoked,
  ...props
}: RevokeSeveralDialogProps) {
  const revoke = useRevokeTokens(slug);
  const now = useNow();
  const used = tokens.filter((token) => isInUse(token, now)).length;
  const names = tokens.slice(0, namesMax).map(({ name }) => name);
  const confirm = () =>
    revoke.mutate(
      tokens.map(({ id }) => id),
      {
        onSuccess: () => {
          onRevoked();
          onOpenChange(false);
          toast.success(`${counted(tokens.length, 'token')} revoked`, 'Their next requests are refused.');
        },
      },
    );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Revoke ${counted(tokens.length, 'token')}?`}
      confirmLabel={`Revoke ${counted(tokens.length, 'token')}`}
      words={String(tokens.length)}
      pending={revoke.isPending}
      error={revoke.error}
      finalFocus={props.finalFocus}
      onConfirm={confirm}
    >
      <p className="break-words">
        <span className="text-foreground">{names.join(', ')}</span>
        {tokens.length > namesMax && ` and ${tokens.length - namesMax} more`} stop working the moment you confirm. This
        cannot be undone.
      </p>
      {used > 0 && (
        <p className="text-foreground">
          <strong className="font-medium">
            {used} of them {used === 1 ? 'was' : 'were'} used
          </strong>{' '}
          in the last 24 hours.
        </p>
      )}
    </ConfirmDialog>
  );
}

const namesMax = 5;
