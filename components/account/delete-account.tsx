'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { type Account, DeleteAccountInput } from '@/lib/account/schemas';
import { OwnPasswordField } from './own-password-field';
import { useDeleteAccount } from './use-account';

export function DeleteAccount({ account }: { account: Account }) {
  const [open, setOpen] = useState(false);
  const { opener, finalFocus } = useReturnFocus();
  return (
    <Section title="Delete this account" className="border-danger/40">
      <div className="flex flex-wrap items-center justify-between gap-4 p-5">
        <p className="max-w-md text-base text-muted-foreground">
          You leave every workspace, and your tokens and API keys are refused from then on. Your name stays on what you
          did.
        </p>
        <Button ref={opener} variant="danger" onClick={() => setOpen(true)}>
          Delete account
        </Button>
      </div>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent width="small" finalFocus={finalFocus}>
          <DeleteForm account={account} />
        </DialogContent>
      </Dialog>
    </Section>
  );
}

function DeleteForm({ account }: { account: Account }) {
  const [values, setValues] = useState({ email: '', current_password: '' });
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const remove = useDeleteAccount();
  const edit = (field: keyof typeof values) => (value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    clear(field);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(DeleteAccountInput, values);
    if (input === null) return;
    // Another page altogether: nothing of the account stays in memory.
    remove.mutate(input, { onSuccess: () => window.location.replace('/sign-in'), onError: showProblem });
  };
  const isUnplaced = remove.isError && Object.keys(errors).length === 0;
  return (
    <>
      <DialogHeader title="Delete your account?" description="This cannot be undone." />
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody className="grid gap-5">
          {isUnplaced && <Problem error={remove.error} />}
          <Field
            label={
              <span>
                Type <strong className="font-semibold [overflow-wrap:anywhere]">{account.email}</strong> to confirm
              </span>
            }
            error={errors.email}
          >
            <Input
              name="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              required
              value={values.email}
              onValueChange={edit('email')}
            />
          </Field>
          <OwnPasswordField
            account={account}
            value={values.current_password}
            onChange={edit('current_password')}
            error={errors.current_password}
          />
        </DialogBody>
        <DialogFooter>
          <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
          <Button
            type="submit"
            variant="danger"
            pending={remove.isPending}
            disabled={values.email.trim().toLowerCase() !== account.email}
          >
            Delete account
          </Button>
        </DialogFooter>
      </form>
    </>
  );
}
