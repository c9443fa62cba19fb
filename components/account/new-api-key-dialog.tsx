'use client';

import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { CreateApiKeyInput } from '@/lib/account/schemas';
import { useCreateApiKey } from './use-account';

interface NewApiKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

/** Closing by accident must not cost the key: once it is shown, only the button closes the dialog. */
export function NewApiKeyDialog({ open, onOpenChange, finalFocus }: NewApiKeyDialogProps) {
  const [raw, setRaw] = useState<string | null>(null);
  const close = () => {
    onOpenChange(false);
    setRaw(null);
  };
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? onOpenChange(true) : raw === null && close())}>
      <DialogContent width="medium" finalFocus={finalFocus}>
        {raw === null ? <ApiKeyForm onCreated={setRaw} /> : <ApiKeyOnce raw={raw} onDone={close} />}
      </DialogContent>
    </Dialog>
  );
}

const lifetimes = [
  { value: '', label: 'No expiry' },
  { value: '7776000', label: '90 days' },
  { value: '2592000', label: '30 days' },
  { value: '86400', label: '24 hours' },
] as const;

function ApiKeyForm({ onCreated }: { onCreated: (raw: string) => void }) {
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<(typeof lifetimes)[number]['value']>('');
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const create = useCreateApiKey();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(CreateApiKeyInput, { name, expires_in: lifetime === '' ? null : Number(lifetime) });
    if (input === null) return;
    create.mutate(input, { onSuccess: ({ raw }) => onCreated(raw), onError: showProblem });
  };

  const isUnplaced = create.isError && Object.keys(errors).length === 0;
  return (
    <>
      <DialogHeader title="New API key" description="Shown once. Keep it like a password." />
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody className="grid gap-5">
          {isUnplaced && <Problem error={create.error} />}
          <Field label="Name" error={errors.name} hint="Where it will be used.">
            <Input
              name="name"
              autoFocus
              required
              autoComplete="off"
              placeholder="CLI on my laptop"
              value={name}
              onValueChange={(value) => {
                setName(value);
                clear('name');
              }}
            />
          </Field>
          <SegmentedRadio legend="Expiry" value={lifetime} onChange={setLifetime} options={lifetimes} />
        </DialogBody>
        <DialogFooter>
          <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
          <Button type="submit" pending={create.isPending}>
            Create API key
          </Button>
        </DialogFooter>
      </form>
    </>
  );
}

function ApiKeyOnce({ raw, onDone }: { raw: string; onDone: () => void }) {
  return (
    <>
      <DialogHeader
        title="Copy your API key now"
        description={
          <span className="flex items-start gap-2">
            <TriangleAlert className="mt-[3px] size-4 shrink-0 text-warning" aria-hidden="true" />
            You will not see this again.
          </span>
        }
        closable={false}
      />
      <DialogBody className="grid gap-4">
        <CodeBlock title="API key" subject="the API key" text={raw} />
        <CodeBlock
          title="For the CLI, in your shell profile"
          subject="the variables"
          text={`export AEROSTACK_URL="${window.location.origin}"\nexport AEROSTACK_API_KEY="${raw}"`}
        />
        <CodeBlock
          title="Then, in the directory of Aerostack"
          subject="the first command"
          text="npx --no-install aerostack workspace list"
        />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>I have copied it</Button>
      </DialogFooter>
    </>
  );
}
