'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { type Account, UpdateAccountInput } from '@/lib/account/schemas';
import { EmailDialog } from './email-dialog';
import { useUpdateAccount } from './use-account';

/** Name and address. Without mail an address cannot be confirmed, and the page says who changes it instead. */
export function Profile({ account, mailIsOn }: { account: Account; mailIsOn: boolean }) {
  const [name, setName] = useState(account.name);
  const [isChanging, setChanging] = useState(false);
  const { opener, finalFocus } = useReturnFocus();
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const update = useUpdateAccount();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(UpdateAccountInput, { name });
    if (input !== null) update.mutate(input, { onSuccess: () => toast.success('Name saved'), onError: showProblem });
  };
  const isUnplaced = update.isError && Object.keys(errors).length === 0;
  return (
    <Section title="Profile">
      <div className="grid gap-5 p-5">
        {isUnplaced && <Problem error={update.error} />}
        <form ref={form} onSubmit={submit} noValidate className="flex items-end gap-2">
          <Field label="Name" error={errors.name} className="min-w-0 flex-1">
            <Input
              name="name"
              autoComplete="name"
              required
              value={name}
              onValueChange={(value) => {
                setName(value);
                clear('name');
              }}
            />
          </Field>
          <Button
            type="submit"
            variant="secondary"
            pending={update.isPending}
            disabled={name === account.name}
            className={errors.name === undefined ? '' : 'mb-6.5'}
          >
            Save
          </Button>
        </form>
        <div className="flex items-end gap-2">
          <Field label="E-mail" className="min-w-0 flex-1">
            <Input readOnly className="bg-sunken" value={account.email} />
          </Field>
          {mailIsOn && (
            <Button ref={opener} variant="secondary" onClick={() => setChanging(true)}>
              Change
            </Button>
          )}
        </div>
        {!mailIsOn && (
          <p className="-mt-3 text-pretty text-muted-foreground text-sm">
            No mail server is set up here, so a new address could not be confirmed. Whoever runs the server changes it:{' '}
            <code className="font-mono [overflow-wrap:anywhere]">
              npx --no-install aerostack-admin change-email {account.email} NEW
            </code>
          </p>
        )}
      </div>
      <EmailDialog account={account} open={isChanging} onOpenChange={setChanging} finalFocus={finalFocus} />
    </Section>
  );
}
