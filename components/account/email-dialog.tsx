'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { type Account, ChangeEmailInput } from '@/lib/account/schemas';
import { OwnPasswordField } from './own-password-field';
import { useChangeEmail } from './use-account';

interface EmailDialogProps {
  account: Account;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

export function EmailDialog({ account, open, onOpenChange, finalFocus }: EmailDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="small" finalFocus={finalFocus}>
        <EmailSteps account={account} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function EmailSteps({ account, onDone }: { account: Account; onDone: () => void }) {
  const [values, setValues] = useState({ email: '', current_password: '' });
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const change = useChangeEmail();
  const edit = (field: keyof typeof values) => (value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    clear(field);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(ChangeEmailInput, values);
    if (input !== null) change.mutate(input, { onSuccess: () => setSentTo(input.email), onError: showProblem });
  };
  if (sentTo !== null) {
    return (
      <>
        <DialogHeader title="Confirm the new address" closable={false} />
        <DialogBody>
          <p role="status" className="text-pretty text-base">
            If no other account has it, a link is on its way to{' '}
            <strong className="font-medium [overflow-wrap:anywhere]">{sentTo}</strong>. Open it within the hour, in this
            browser. Until then you sign in as before.
          </p>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onDone}>Done</Button>
        </DialogFooter>
      </>
    );
  }
  const isUnplaced = change.isError && Object.keys(errors).length === 0;
  return (
    <>
      <DialogHeader title="Change e-mail address" description="A link that is mailed to it confirms the new address." />
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody className="grid gap-5">
          {isUnplaced && <Problem error={change.error} />}
          <Field label="New e-mail address" error={errors.email}>
            <Input
              type="email"
              name="email"
              autoComplete="email"
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
          <Button type="submit" pending={change.isPending}>
            Send the link
          </Button>
        </DialogFooter>
      </form>
    </>
  );
}
