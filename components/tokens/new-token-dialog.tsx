'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { useMe, useWorkspace } from '@/components/workspaces/use-workspaces';
import { type CreatedToken, CreateTokenInput } from '@/lib/tokens/schemas';
import { type AccessDraft, accessDraftOf, scopeInput } from './access-draft';
import { AccessFields } from './access-fields';
import { defaultExpiry, type Expiry, expiryError, expirySeconds } from './expiry';
import { ExpiryField } from './expiry-field';
import { LimitFields, rateInput } from './limit-fields';
import { type OwnerChoice, OwnerField } from './owner-field';
import { TokenAdvice } from './token-advice';
import { useCreateToken } from './use-tokens';

interface NewTokenDialogProps {
  slug: string;
  usualRate: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (created: CreatedToken) => void;
  finalFocus: () => HTMLElement | boolean;
}

export function NewTokenDialog({ open, onOpenChange, finalFocus, ...props }: NewTokenDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="large" finalFocus={finalFocus}>
        <DialogHeader title="New token" description="Opens the tools of this workspace to one client." />
        <NewTokenForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function NewTokenForm({ slug, usualRate, onCreated }: Pick<NewTokenDialogProps, 'slug' | 'usualRate' | 'onCreated'>) {
  const { token_policy: policy, role } = useWorkspace(slug).data;
  const [name, setName] = useState('');
  const [expiry, setExpiry] = useState<Expiry>(() => defaultExpiry(policy));
  const [access, setAccess] = useState<AccessDraft>(() => accessDraftOf(null));
  const [rate, setRate] = useState('');
  const [owner, setOwner] = useState<OwnerChoice>();
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const create = useCreateToken(slug);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(CreateTokenInput, {
      name,
      expires_in: expirySeconds(expiry, Date.now()),
      scope: scopeInput(access),
      rate_limit: rateInput(rate),
      member_id: owner,
    });
    if (input === null) return;
    create.mutate(input, { onSuccess: onCreated, onError: showProblem });
  };

  const isUnplaced = create.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <DialogBody className="grid gap-0 p-0 sm:p-0 md:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid grid-cols-1 content-start gap-6 px-5 py-5 sm:px-6">
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
          {role !== 'member' && (
            <OwnerField
              slug={slug}
              value={owner}
              onChange={(value) => {
                setOwner(value);
                clear('member_id');
              }}
              error={errors.member_id}
            />
          )}
          <ExpiryField
            value={expiry}
            policy={policy}
            onChange={(value) => {
              setExpiry(value);
              clear('expires_in');
            }}
            error={errors.expires_in && expiryError(expiry, errors.expires_in)}
          />
          <AccessFields
            slug={slug}
            draft={access}
            errors={errors}
            onChange={(part) => {
              setAccess((before) => ({ ...before, ...part }));
              clear('scope');
            }}
          />
          <LimitFields
            rate={rate}
            usualRate={usualRate}
            error={errors.rate_limit}
            startOpen={false}
            onChange={(value) => {
              setRate(value);
              clear('rate_limit');
            }}
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
