'use client';

import { LogIn, RotateCw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { UsePasswordResetInput } from '@/lib/account/schemas';
import { ApiProblem } from '@/lib/query/problem';
import { Intro } from './intro';
import { PasswordField } from './password-field';
import { PasswordRules } from './password-rules';
import { useSetPassword } from './use-password-reset';

/** Whose account it is the link knows, and the page does not. */
const nobody = { email: '', name: '' };

/** A new password for whoever holds the link. Opening it changes nothing. */
export function SetPasswordScreen({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const set = useSetPassword();

  if (isDone) return <Done />;
  if (set.error instanceof ApiProblem && set.error.status === 404) return <Unusable />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(UsePasswordResetInput, { token, password });
    if (input !== null) set.mutate(input, { onSuccess: () => setDone(true), onError: showProblem });
  };
  const isUnplaced = set.isError && errors.password === undefined;
  return (
    <>
      <Intro title="Choose a new password">Everywhere you are signed in now, you are signed out by it.</Intro>
      <form ref={form} onSubmit={submit} noValidate className="grid gap-5">
        {isUnplaced && <Problem error={set.error} />}
        <PasswordField
          label="New password"
          value={password}
          onChange={(value) => {
            setPassword(value);
            clear('password');
          }}
          autoComplete="new-password"
          error={errors.password}
          hint={<PasswordRules password={password} owner={nobody} />}
        />
        <Button type="submit" size="large" pending={set.isPending}>
          Set password
        </Button>
      </form>
    </>
  );
}

function Done() {
  return (
    <div role="status">
      <Intro title="Your password is set">
        All sessions of your account were ended. API keys of yours work as before; if somebody else may have one, delete
        it under Account.
      </Intro>
      <ButtonLink href="/sign-in" size="large" className="w-full">
        <LogIn aria-hidden="true" />
        Sign in
      </ButtonLink>
    </div>
  );
}

/** Used, expired, replaced and never made look the same. */
function Unusable() {
  return (
    <div role="alert">
      <Intro title="This link cannot be used">
        It has expired or was used, a newer one has taken its place, or the address is incomplete. Your password is as
        it was.
      </Intro>
      <ButtonLink href="/reset-password" size="large" className="w-full">
        <RotateCw aria-hidden="true" />
        Get a new link
      </ButtonLink>
    </div>
  );
}
