'use client';

import { KeyRound, LogIn } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ButtonLink } from '@/components/ui/button-link';
import { Skeleton } from '@/components/ui/skeleton';
import { SetupForm } from './setup-form';
import { useSetupCode } from './use-setup';
import { useSignIn } from './use-sign-in';

/** The first account of an installation, for whoever holds the link that the terminal shows. */
export function SetupScreen({ taken }: { taken: boolean }) {
  const code = useSetupCode();
  const signIn = useSignIn();
  const router = useRouter();
  const [refusal, setRefusal] = useState<'wrong-code' | 'taken' | null>(taken ? 'taken' : null);

  if (refusal === 'taken') return <Taken />;
  if (refusal === 'wrong-code' || code === null) return <NoCode wrong={refusal === 'wrong-code'} />;
  const enter = (credentials: { email: string; password: string }) =>
    signIn.mutate(credentials, {
      onSuccess: () => router.replace('/workspaces'),
      onError: () => router.replace('/sign-in'),
    });
  return (
    <>
      <Intro title="Set up Aerostack">Create the first account. It owns this installation.</Intro>
      {code === undefined ? (
        <Placeholder />
      ) : (
        <SetupForm
          code={code}
          onWrongCode={() => setRefusal('wrong-code')}
          onTaken={() => setRefusal('taken')}
          onDone={enter}
          signingIn={signIn.isPending || signIn.isSuccess}
        />
      )}
    </>
  );
}

function Intro({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-7 grid gap-1.5">
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="text-base text-muted-foreground">{children}</p>
    </div>
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

function NoCode({ wrong }: { wrong: boolean }) {
  return (
    <>
      <Intro title={wrong ? 'This set-up link is not valid' : 'Open the set-up link'}>
        {wrong
          ? 'The code in it is wrong, or a newer link has taken its place.'
          : 'The first account needs the one-time code that only the server’s terminal shows.'}
      </Intro>
      <ol className="grid gap-3 rounded-xl border bg-surface p-5 text-base">
        <li className="flex gap-3">
          <KeyRound className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
          <span>
            Look at the terminal in which <code className="font-mono text-sm">npm start</code> runs. It shows a link
            that ends in <code className="font-mono text-sm">/setup#code=…</code>
          </span>
        </li>
        <li className="flex gap-3">
          <LogIn className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
          <span>Open that link, whole, in this browser. It is shown at every start until the account exists.</span>
        </li>
      </ol>
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
