'use client';

import { ArrowLeft, KeyRound, MailCheck, Terminal } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { AskPasswordResetInput } from '@/lib/account/schemas';
import { Intro } from './intro';
import { useAskPasswordReset } from './use-password-reset';

/** For whoever cannot sign in: a link by mail, or whom to ask for one. */
export function AskResetScreen({ mailIsOn }: { mailIsOn: boolean }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (!mailIsOn) return <WhomToAsk />;
  if (sentTo !== null) return <OnItsWay email={sentTo} />;
  return (
    <>
      <Intro title="Forgot your password?">A link to choose a new one comes by mail.</Intro>
      <AskForm onAsked={setSentTo} />
    </>
  );
}

function AskForm({ onAsked }: { onAsked: (email: string) => void }) {
  const [email, setEmail] = useState('');
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const ask = useAskPasswordReset();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(AskPasswordResetInput, { email });
    if (input !== null) ask.mutate(input, { onSuccess: () => onAsked(input.email), onError: showProblem });
  };
  const isUnplaced = ask.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-5">
      {isUnplaced && <Problem error={ask.error} />}
      <Field label="E-mail" error={errors.email}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          required
          value={email}
          onValueChange={(value) => {
            setEmail(value);
            clear('email');
          }}
        />
      </Field>
      <Button type="submit" size="large" pending={ask.isPending}>
        Send the link
      </Button>
      <BackToSignIn />
    </form>
  );
}

/** Says the same for an address that nobody has. */
function OnItsWay({ email }: { email: string }) {
  return (
    <div role="status">
      <Intro title="Look into your mail">
        If <strong className="font-medium text-foreground [overflow-wrap:anywhere]">{email}</strong> has an account
        here, a link is on its way. It works for an hour; a newer one ends it.
      </Intro>
      <p className="mb-6 flex gap-3 rounded-xl border bg-surface p-5 text-base">
        <MailCheck className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
        <span>Nothing there after some minutes? Look into the folder for spam, and whether the address is right.</span>
      </p>
      <BackToSignIn />
    </div>
  );
}

function WhomToAsk() {
  return (
    <>
      <Intro title="Forgot your password?">No mail server is set up here, so somebody has to hand you a link.</Intro>
      <ul className="mb-6 grid gap-3 rounded-xl border bg-surface p-5 text-base">
        <li className="flex gap-3">
          <KeyRound className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
          <span>Ask an owner of your workspace: they make the link under Members, in the menu beside your name.</span>
        </li>
        <li className="flex gap-3">
          <Terminal className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
          <span className="min-w-0">
            Or whoever runs the server, in its folder:
            <code className="mt-1 block font-mono text-sm [overflow-wrap:anywhere]">
              npx --no-install aerostack-admin reset-password you@example.com
            </code>
          </span>
        </li>
      </ul>
      <BackToSignIn />
    </>
  );
}

function BackToSignIn() {
  return (
    <ButtonLink href="/sign-in" variant="ghost" size="large" className="w-full">
      <ArrowLeft aria-hidden="true" />
      Back to sign-in
    </ButtonLink>
  );
}
