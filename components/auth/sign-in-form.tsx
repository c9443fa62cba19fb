'use client';

import { CircleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { Email } from '@/lib/account/schemas';
import { PasswordField } from './password-field';
import { sameOriginPath } from './same-origin-path';
import { useSignIn } from './use-sign-in';

const Credentials = z.object({ email: Email, password: z.string().min(1, 'Enter your password.') });

interface SignInFormProps {
  /** Where to go afterwards; `onSignedIn` stays on the page instead. */
  callbackUrl?: string | undefined;
  onSignedIn?: () => void;
}

export function SignInForm({ callbackUrl, onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { form, errors, check, clear } = useFieldErrors();
  const signIn = useSignIn();
  const router = useRouter();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const credentials = check(Credentials, { email, password });
    if (credentials === null) return;
    const next = sameOriginPath(callbackUrl, window.location.origin) as Route;
    signIn.mutate(credentials, { onSuccess: onSignedIn ?? (() => router.replace(next)) });
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-5">
      {signIn.error && (
        <p
          role="alert"
          className="flex items-start gap-2 rounded-md border border-danger/30 bg-danger-subtle px-3 py-2.5"
        >
          <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden="true" />
          {signIn.error.message}
        </p>
      )}
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
      <PasswordField
        value={password}
        onChange={(value) => {
          setPassword(value);
          clear('password');
        }}
        autoComplete="current-password"
        error={errors.password}
      />
      <Button type="submit" size="large" pending={signIn.isPending}>
        Sign in
      </Button>
      <Link
        href="/reset-password"
        className="justify-self-center rounded-sm text-base text-muted-foreground underline underline-offset-4 hover:text-foreground"
      >
        Forgot your password?
      </Link>
    </form>
  );
}
