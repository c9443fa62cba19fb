'use client';

import { type FormEvent, useState } from 'react';
import { PasswordField } from '@/components/auth/password-field';
import { PasswordRules } from '@/components/auth/password-rules';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { type Account, ChangePasswordInput } from '@/lib/account/schemas';
import { OwnPasswordField } from './own-password-field';
import { useChangePassword } from './use-account';

export function PasswordSection({ account }: { account: Account }) {
  const [open, setOpen] = useState(false);
  const { opener, finalFocus } = useReturnFocus();
  const verb = account.has_password ? 'Change' : 'Set';
  return (
    <>
      <Section
        title="Password"
        description={
          account.has_password
            ? 'Another one signs you out everywhere but here.'
            : 'Your account has none: you sign in through another service.'
        }
        actions={
          <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
            {verb} password
          </Button>
        }
      />
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent width="small" finalFocus={finalFocus}>
          <PasswordForm account={account} title={`${verb} password`} onDone={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}

interface PasswordFormProps {
  account: Account;
  title: string;
  onDone: () => void;
}

function PasswordForm({ account, title, onDone }: PasswordFormProps) {
  const [values, setValues] = useState({ current_password: '', password: '' });
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const change = useChangePassword();
  const edit = (field: keyof typeof values) => (value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    clear(field);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(ChangePasswordInput, values);
    if (input === null) return;
    const onSuccess = () => {
      onDone();
      toast.success('Password changed', 'You were signed out everywhere else. API keys work as before.');
    };
    change.mutate(input, { onSuccess, onError: showProblem });
  };
  const isUnplaced = change.isError && Object.keys(errors).length === 0;
  return (
    <>
      <DialogHeader title={title} />
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody className="grid gap-5">
          {isUnplaced && <Problem error={change.error} />}
          <OwnPasswordField
            account={account}
            value={values.current_password}
            onChange={edit('current_password')}
            error={errors.current_password}
          />
          <PasswordField
            label="New password"
            value={values.password}
            onChange={edit('password')}
            autoComplete="new-password"
            error={errors.password}
            hint={<PasswordRules password={values.password} owner={account} />}
          />
        </DialogBody>
        <DialogFooter>
          <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
          <Button type="submit" pending={change.isPending}>
            {title}
          </Button>
        </DialogFooter>
      </form>
    </>
  );
}
