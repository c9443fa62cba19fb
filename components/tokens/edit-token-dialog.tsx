'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { toast } from '@/components/ui/toaster';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { type Token, UpdateTokenInput } from '@/lib/tokens/schemas';
import { type AccessDraft, accessDraftOf, scopeInput } from './access-draft';
import { AccessFields } from './access-fields';
import { LimitFields, rateInput } from './limit-fields';
import { useUpdateToken } from './use-tokens';

interface EditTokenDialogProps {
  slug: string;
  usualRate: number;
  token: Token;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

export function EditTokenDialog({ open, onOpenChange, finalFocus, ...props }: EditTokenDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent finalFocus={finalFocus}>
        <DialogHeader
          title={`Edit ${props.token.name}`}
          description="Counts from the client’s next request on. The token itself and its expiry stay as they are."
        />
        <EditTokenForm {...props} onSaved={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

interface EditTokenFormProps extends Pick<EditTokenDialogProps, 'slug' | 'usualRate' | 'token'> {
  onSaved: () => void;
}

function EditTokenForm({ slug, usualRate, token, onSaved }: EditTokenFormProps) {
  const [name, setName] = useState(token.name);
  const [access, setAccess] = useState<AccessDraft>(() => accessDraftOf(token.scope));
  const [rate, setRate] = useState(token.rate_limit === null ? '' : String(token.rate_limit));
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const update = useUpdateToken(slug, token.id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(UpdateTokenInput, { name, scope: scopeInput(access), rate_limit: rateInput(rate) });
    if (input === null) return;
    update.mutate(input, {
      onSuccess: (saved) => {
        toast.success(`${saved.name} was saved`);
        onSaved();
      },
      onError: showProblem,
    });
  };

  const isUnplaced = update.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <DialogBody className="grid grid-cols-1 gap-6">
        {isUnplaced && <Problem error={update.error} />}
        <Field label="Name" error={errors.name}>
          <Input
            name="name"
            required
            autoComplete="off"
            value={name}
            onValueChange={(value) => {
              setName(value);
              clear('name');
            }}
          />
        </Field>
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
          startOpen={token.rate_limit !== null}
          onChange={(value) => {
            setRate(value);
            clear('rate_limit');
          }}
        />
      </DialogBody>
      <DialogFooter>
        <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
        <Button type="submit" pending={update.isPending}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}
