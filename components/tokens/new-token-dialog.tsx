'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { useMe } from '@/components/workspaces/use-workspaces';
import { type CreatedToken, CreateTokenInput } from '@/lib/tokens/schemas';
import { type Expiry, expirySeconds } from './expiry';
import { ExpiryField } from './expiry-field';
import { TokenAdvice } from './token-advice';
import { useCreateToken } from './use-tokens';

interface NewTokenDialogProps {
  slug: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (created: CreatedToken) => void;
  finalFocus: () => HTMLElement | boolean;
}

export function NewTokenDialog({ slug, open, onOpenChange, onCreated, finalFocus }: NewTokenDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="large" finalFocus={finalFocus}>
        <DialogHeader title="New token" description="Opens the tools of this workspace to one client." />
        <NewTokenForm slug={slug} onCreated={onCreated} />
      </DialogContent>
    </Dialog>
  );
}

function NewTokenForm({ slug, onCreated }: { slug: string; onCreated: (created: CreatedToken) => void }) {
  const [name, setName] = useState('');
  const [expiry, setExpiry] = useState<Expiry>({ kind: 'preset', seconds: null });
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const create = useCreateToken(slug);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(CreateTokenInput, { name, expires_in: expirySeconds(expiry, Date.now()) });
    if (input === null) return;
    create.mutate(input, { onSuccess: onCreated, onError: showProblem });
  };

  const isUnplaced = create.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <DialogBody className="grid gap-0 p-0 sm:p-0 md:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="grid content-start gap-6 px-5 py-5 sm:px-6">
          {isUnplaced && <Problem error={create.error} />}
          <div className="grid gap-2">
            <Field label="Name" error={errors.name} hint="Who or what will use it, and where.">
              <Input
                name="name"
                autoFocus
                required
                autoComplete="off"
                placeholder="Claude Code – MacBook"
                value={name}
                onValueChange={(value) => {
                  setName(value);
                  clear('name');
                }}
              />
            </Field>
            <Suggestions onChoose={setName} />
          </div>
          <ExpiryField
            value={expiry}
            onChange={(value) => {
              setExpiry(value);
              clear('expires_in');
            }}
            error={errors.expires_in && expiryError(expiry, errors.expires_in)}
          />
        </div>
        <aside aria-label="Good to know" className="border-t bg-background px-5 py-5 sm:px-6 md:border-t-0 md:border-l">
          <TokenAdvice />
        </aside>
      </DialogBody>
      <DialogFooter>
        <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
        <Button type="submit" pending={create.isPending}>
          Create token
        </Button>
      </DialogFooter>
    </form>
  );
}

/** The schema speaks of seconds; nobody typed any. */
function expiryError(expiry: Expiry, message: string): string {
  return Number.isNaN(expirySeconds(expiry, 0)) ? 'Enter a number or choose a date.' : message;
}

function Suggestions({ onChoose }: { onChoose: (name: string) => void }) {
  const { data: me } = useMe();
  const firstName = me?.user.name.split(' ')[0];
  const names = ['Claude Code – MacBook', `${firstName ?? 'My'} Cursor`, 'VS Code', 'CI Bot'];
  return (
    <div className="flex flex-wrap gap-1.5">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          aria-label={`Use the name ${name}`}
          onClick={() => onChoose(name)}
          className="h-7 rounded-full border bg-surface px-2.5 text-muted-foreground text-xs transition-colors hover:border-border-strong hover:text-foreground"
        >
          {name}
        </button>
      ))}
    </div>
  );
}
