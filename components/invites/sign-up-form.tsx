'use client';

import { Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { PasswordField } from '@/components/auth/password-field';
import { PasswordRules } from '@/components/auth/password-rules';
import { useSignIn } from '@/components/auth/use-sign-in';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { type AcceptedInvite, AcceptInviteInput } from '@/lib/members/schemas';
import { useAcceptInvite } from './use-invites';

interface SignUpFormProps {
  token: string;
  /** Masked: the link may have come to somebody else, who does not learn the address from it. */
  email: string;
  onAccepted: (accepted: AcceptedInvite) => void;
  /** Something has changed since the invite was looked up. */
  onRefused: () => void;
}

/** An account for the address that was invited, and for no other. */
export function SignUpForm({ token, email, onAccepted, onRefused }: SignUpFormProps) {
  const [values, setValues] = useState({ name: '', password: '' });
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const accept = useAcceptInvite();
  const signIn = useSignIn();

  const change = (field: keyof typeof values) => (value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    clear(field);
  };
  const enter = async (accepted: AcceptedInvite) => {
    // The token is shown whether or not signing in works: it will not be shown again.
    const { member } = accepted.token;
    if (member) await signIn.mutateAsync({ email: member.email, password: values.password }).catch(() => undefined);
    onAccepted(accepted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(AcceptInviteInput.required({ name: true, password: true }), { invite_token: token, ...values });
    if (input === null) return;
    accept.mutate(input, {
      onSuccess: enter,
      onError: (error) => {
        if (!showProblem(error)) onRefused();
      },
    });
  };

  const isUnplaced = accept.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-5">
      {isUnplaced && <Problem error={accept.error} />}
      <Field label="E-mail" hint="The invite is for this address. You sign in with it.">
        <div className="relative">
          <Input readOnly autoComplete="off" className="bg-sunken pr-9 text-muted-foreground" value={email} />
          <Lock
            className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted-foreground"
            aria-hidden="true"
          />
        </div>
      </Field>
      <Field label="Name" error={errors.name}>
        <Input name="name" autoComplete="name" autoFocus required value={values.name} onValueChange={change('name')} />
      </Field>
      <PasswordField
        value={values.password}
        onChange={change('password')}
        autoComplete="new-password"
        error={errors.password}
        hint={<PasswordRules password={values.password} owner={{ email, name: values.name }} />}
      />
      <Button type="submit" size="large" pending={accept.isPending}>
        Create account and join
      </Button>
    </form>
  );
}
