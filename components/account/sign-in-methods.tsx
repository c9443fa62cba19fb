'use client';

import { KeyRound, Link2 } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { ProviderMark } from '@/components/auth/provider-mark';
import { ProviderProblem } from '@/components/auth/provider-notice';
import { useProviderSignIn } from '@/components/auth/use-provider-sign-in';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toaster';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import type { Identity, IdentityList } from '@/lib/account/schemas';
import { useSignInMethods, useUnlink } from './use-sign-in-methods';

/** With what a person can sign in, and what else they could. */
export function SignInMethods() {
  const { data: methods, error } = useSignInMethods();
  const problem = useSearchParams().get('problem');
  return (
    <Section title="Sign-in methods" description="Each of them alone opens your account.">
      {(problem !== null || error) && (
        <div className="p-5 pb-0 [&>*]:mb-0">
          <ProviderProblem problem={problem} />
          {error && methods === undefined && <Problem error={error} />}
        </div>
      )}
      {methods === undefined && !error && (
        <div className="p-5" aria-busy="true">
          <Skeleton className="h-10" />
          <span className="sr-only">Loading sign-in methods</span>
        </div>
      )}
      {methods !== undefined && <Methods methods={methods} />}
    </Section>
  );
}

function Methods({ methods: { has_password, identities, providers } }: { methods: IdentityList }) {
  const ways = identities.filter(({ usable }) => usable);
  const unlinked = providers.filter(({ id }) => !ways.some(({ provider }) => provider === id));
  return (
    <>
      <ul aria-label="Sign-in methods" className="divide-y">
        <li className="flex items-center gap-4 px-5 py-3.5">
          <KeyRound className="size-5 shrink-0 text-muted-foreground" aria-hidden="true" />
          <p className="min-w-0 flex-1 font-medium text-base">Password</p>
          <span className="text-muted-foreground text-sm">{has_password ? 'Set' : 'Not set'}</span>
        </li>
        {identities.map((identity) => (
          <IdentityRow
            key={identity.id}
            identity={identity}
            isLastWay={!has_password && ways.every(({ id }) => id === identity.id)}
          />
        ))}
      </ul>
      {unlinked.length > 0 && <LinkButtons providers={unlinked} />}
    </>
  );
}

function LinkButtons({ providers }: { providers: IdentityList['providers'] }) {
  const start = useProviderSignIn({ for: 'link' });
  return (
    <div className="grid gap-3 border-t px-5 py-3.5">
      {start.error && <Problem error={start.error} />}
      <div className="flex flex-wrap gap-2.5">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            variant="secondary"
            className="max-w-full"
            pending={start.isPending && start.variables === id}
            onClick={() => start.mutate(id)}
          >
            <ProviderMark provider={id} />
            <span className="truncate">Link {name}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}

function IdentityRow({ identity, isLastWay }: { identity: Identity; isLastWay: boolean }) {
  const [confirming, setConfirming] = useState(false);
  const { opener, expectGone, finalFocus } = useReturnFocus();
  const unlink = useUnlink(identity.id);
  const { provider_name: name, email } = identity;
  const confirm = () =>
    unlink.mutate(undefined, {
      onSuccess: () => {
        expectGone();
        setConfirming(false);
        toast.success(`${name} was unlinked`, 'It opens your account no longer.');
      },
    });
  return (
    <li className="flex items-center gap-4 px-5 py-3.5">
      <span className="shrink-0 [&_svg]:size-5">
        <ProviderMark provider={identity.provider} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium text-base">
          <span className="break-words">{name}</span>
          {!identity.usable && <Badge tone="warning">Not set up here any more</Badge>}
        </p>
        {email !== null && <p className="break-all text-muted-foreground text-sm">{email}</p>}
        <p className="flex flex-wrap gap-x-4 text-muted-foreground text-sm">
          <span>
            Linked <Time iso={identity.created_at} />
          </span>
          {identity.last_used_at && (
            <span>
              Used <Time iso={identity.last_used_at} />
            </span>
          )}
        </p>
      </div>
      {isLastWay && identity.usable ? (
        <span className="flex items-center gap-1.5 text-muted-foreground text-sm">
          <Link2 className="size-3.5 shrink-0" aria-hidden="true" />
          Your only way in
        </span>
      ) : (
        <Button
          ref={opener}
          variant="secondary"
          size="small"
          aria-label={`Unlink ${name}`}
          onClick={() => setConfirming(true)}
        >
          Unlink
        </Button>
      )}
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Unlink ${name}?`}
        confirmLabel="Unlink"
        pending={unlink.isPending}
        error={unlink.error}
        finalFocus={finalFocus}
        onConfirm={confirm}
      >
        <p>
          {email === null ? 'The account there' : email} no longer opens yours here. Sessions that began with it go on.
        </p>
      </ConfirmDialog>
    </li>
  );
}
