'use client';

import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import type { AcceptedInvite } from '@/lib/members/schemas';
import { useAcceptInvite } from './use-invites';

interface AcceptButtonProps {
  token: string;
  onAccepted: (accepted: AcceptedInvite) => void;
  /** Something has changed since the invite was looked up. */
  onRefused: () => void;
}

export function AcceptButton({ token, onAccepted, onRefused }: AcceptButtonProps) {
  const accept = useAcceptInvite();
  return (
    <div className="grid gap-4">
      {accept.error && <Problem error={accept.error} />}
      <Button
        size="large"
        pending={accept.isPending}
        onClick={() => accept.mutate({ invite_token: token }, { onSuccess: onAccepted, onError: onRefused })}
      >
        Accept and join
      </Button>
    </div>
  );
}
