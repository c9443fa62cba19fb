'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { SetupInput } from '@/lib/account/schemas';
import { ApiProblem } from '@/lib/query/problem';
import { PasswordField } from './password-field';
import { PasswordRules } from './password-rules';
import { useSetup } from './use-setup';
import { WhereToFindIt } from './where-to-find-it';

interface SetupFormProps {
  code: string;
  /** The code was refused; with what was typed kept, the right link can still be opened in this tab. */
  isWrongCode: boolean;
  onWrongCode: () => void;
  onTaken: () => void;
  /** The account exists; the same credentials sign in. */
  onDone: (credentials: { email: string; password: string }) => void;
  signingIn: boolean;
}

export function SetupForm({ code, isWrongCode, onWrongCode, onTaken, onDone, signingIn }: SetupFormProps) {
  const [values, setValues] = useState({ name: '', email: '', password: '' });
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const setup = useSetup();

  const change = (field: keyof typeof values) => (value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    clear(field);
  };
  const refuse = (error: unknown) => {
    if (!(error instanceof ApiProblem)) return;
    if (error.status === 409) onTaken();
    else if (tellsWrongCode(error)) onWrongCode();
    else showProblem(error);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(SetupInput, { code, ...values });
    if (input === null) return;
    setup.mutate({ code, ...values }, { onError: refuse, onSuccess: () => onDone(values) });
  };

  const isUnplaced =
    setup.error instanceof ApiProblem && setup.error.errors.length === 0 && !tellsWrongCode(setup.error);
  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-5">
      {isWrongCode && (
        <div role="alert" className="grid gap-3">
          <p className="rounded-md border border-danger/30 bg-danger-subtle px-3 py-2.5 text-base">
            <strong className="font-medium">This set-up link is not valid.</strong> The code in it is wrong, or a newer
            link has taken its place. Open the right one in this tab: what you typed here stays.
          </p>
          <WhereToFindIt />
        </div>
      )}
      {isUnplaced && <Problem error={setup.error} />}
      <Field label="Name" error={errors.name}>
        <Input name="name" autoComplete="name" autoFocus required value={values.name} onValueChange={change('name')} />
      </Field>
      <Field label="E-mail" error={errors.email} hint="You sign in with it. Nothing is sent to it.">
        <Input
          type="email"
          name="email"
          autoComplete="username"
          required
          value={values.email}
          onValueChange={change('email')}
        />
      </Field>
      <PasswordField
        value={values.password}
        onChange={change('password')}
        autoComplete="new-password"
        error={errors.password}
        hint={<PasswordRules password={values.password} owner={values} />}
      />
      <Button type="submit" size="large" pending={setup.isPending || signingIn}>
        Create account
      </Button>
    </form>
  );
}

const tellsWrongCode = (problem: ApiProblem) =>
  [401, 403, 404, 410].includes(problem.status) || problem.errors.some(({ path }) => path === 'code');
