'use client';

import { LogIn } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ButtonLink } from '@/components/ui/button-link';
import { Skeleton } from '@/components/ui/skeleton';
import { Intro } from './intro';
import { SetupForm } from './setup-form';
import { forgetSetupCode, useSetupCode } from './use-setup';
import { useSignIn } from './use-sign-in';
import { WhereToFindIt } from './where-to-find-it';

/** The first account of an installation, for whoever holds the link that the terminal shows. */
export function SetupScreen({ taken }: { taken: boolean }) {
  const code = useSetupCode();
  const signIn = useSignIn();
  const router = useRouter();
  const [isTaken, setIsTaken] = useState(taken);
  const [wrongCode, setWrongCode] = useState<string | null>(null);

  if (isTaken) return <Taken />;
  if (code === null) {
    return (
      <>
        <Intro title="Open the set-up link">
          The first account needs the one-time code that only the server’s terminal shows.
        </Intro>
        <WhereToFindIt />
      </>
    );
  }
  const enter = (credentials: { email: string; password: string }) => {
    forgetSetupCode();
    signIn.mutate(credentials, {
      onSuccess: () => router.replace('/workspaces'),
      onError: () => router.replace('/sign-in'),
    });
  };
  const end = (then: () => void) => () => {
    forgetSetupCode();
    then();
  };
  return (
    <>
      <Intro title="Set up Aerostack">Create the first account. It owns this installation.</Intro>
      {code === undefined ? (
        <Placeholder />
      ) : (
        <SetupForm
          code={code}
          isWrongCode={code === wrongCode}
          onWrongCode={end(() => setWrongCode(code))}
          onTaken={end(() => setIsTaken(true))}
          onDone={enter}
          signingIn={signIn.isPending}
        />
      )}
    </>
  );
}

function Taken() {
  return (
    <>
      <Intro title="Already set up">This installation has its first account. Sign in with it to go on.</Intro>
      <ButtonLink href="/sign-in" size="large" className="w-full">
        <LogIn aria-hidden="true" />
        Sign in
      </ButtonLink>
    </>
  );
}

function Placeholder() {
  return (
    <div className="grid gap-5">
      <Skeleton className="h-15" />
      <Skeleton className="h-21" />
      <Skeleton className="h-31" />
      <Skeleton className="h-10" />
    </div>
  );
}
