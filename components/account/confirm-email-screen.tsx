'use client';

import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { Intro } from '@/components/auth/intro';
import { SignInForm } from '@/components/auth/sign-in-form';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Problem } from '@/components/ui/problem';
import type { Person } from '@/lib/account/schemas';
import { ApiProblem } from '@/lib/query/problem';
import { useConfirmEmail } from './use-account';

interface ConfirmEmailScreenProps {
  token: string;
  /** The address of whoever is signed in. */
  signedInAs: string | null;
}

/** Only whoever asked for the address can confirm it, and by a button: machines open links, too. */
export function ConfirmEmailScreen({ token, signedInAs }: ConfirmEmailScreenProps) {
  const [confirmed, setConfirmed] = useState<Person | null>(null);
  const confirm = useConfirmEmail();
  if (confirmed !== null) {
    return (
      <div role="status">
        <Intro title="Your address is confirmed">
          You sign in as{' '}
          <strong className="font-medium text-foreground [overflow-wrap:anywhere]">{confirmed.email}</strong> from now
          on.
        </Intro>
        <ToAccount />
      </div>
    );
  }
  if (signedInAs === null) {
    return (
      <>
        <Intro title="Confirm your new address">Sign in first, still with the address that you had until now.</Intro>
        <SignInForm onSignedIn={() => window.location.reload()} />
      </>
    );
  }
  if (confirm.error instanceof ApiProblem && confirm.error.status === 404) {
    return (
      <div role="alert">
        <Intro title="This link cannot be used">
          It has expired or was used, a newer one has taken its place, or it is for another account than {signedInAs}.
        </Intro>
        <ToAccount />
      </div>
    );
  }
  return (
    <>
      <Intro title="Confirm your new address">
        You are signed in as <span className="[overflow-wrap:anywhere]">{signedInAs}</span>. The address that this link
        was sent to takes its place.
      </Intro>
      <div className="grid gap-4">
        {confirm.error && <Problem error={confirm.error} />}
        <Button
          size="large"
          pending={confirm.isPending}
          onClick={() => confirm.mutate({ token }, { onSuccess: setConfirmed })}
        >
          Use the new address
        </Button>
      </div>
    </>
  );
}

function ToAccount() {
  return (
    <ButtonLink href="/account" variant="secondary" size="large" className="w-full">
      Go to your account
      <ArrowRight aria-hidden="true" />
    </ButtonLink>
  );
}
