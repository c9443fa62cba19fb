'use client';

import { RefreshCw } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { Intro } from '@/components/auth/intro';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Problem } from '@/components/ui/problem';
import type { InviteView } from '@/lib/members/schemas';
import { useAction } from '@/lib/query/use-action';

interface WrongAccountProps {
  invite: InviteView;
  signedInAs: string | null;
  onSwitched: () => void;
}

/** Never accepts for whoever happens to be signed in. */
export function WrongAccount({ invite, signedInAs, onSwitched }: WrongAccountProps) {
  const switchAccount = useAction({
    mutationFn: () => signOut({ redirect: false }),
    onSuccess: onSwitched,
  });
  return (
    <>
      <Intro title="This invite is for another account">
        {invite.inviter} invited somebody else to {invite.workspace.name}.
      </Intro>
      <dl className="mb-7 grid gap-3 rounded-xl border bg-surface px-4 py-4 text-base shadow-sm">
        <div>
          <dt className="text-muted-foreground text-sm">You are signed in as</dt>
          <dd className="font-medium [overflow-wrap:anywhere]">{signedInAs ?? 'Somebody else, since a moment ago'}</dd>
        </div>
        <div>
          <dt className="text-muted-foreground text-sm">The invite is for</dt>
          <dd className="font-medium [overflow-wrap:anywhere]">{invite.email_masked}</dd>
        </div>
      </dl>
      <div className="grid gap-3">
        {switchAccount.error && <Problem error={switchAccount.error} />}
        <Button size="large" pending={switchAccount.isPending} onClick={() => switchAccount.mutate()}>
          <RefreshCw aria-hidden="true" />
          Switch account
        </Button>
        <ButtonLink href="/workspaces" variant="secondary" size="large">
          Stay signed in
        </ButtonLink>
      </div>
    </>
  );
}
