'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import type { ServerDraft } from './server-draft';
import { ServerFields } from './server-fields';

interface ServerFormProps<Schema extends z.ZodType> {
  initial: ServerDraft;
  storedAuth: string | null;
  lockUrl?: boolean;
  schema: Schema;
  inputOf: (draft: ServerDraft) => z.input<Schema>;
  /** Rejects with what the API refused. */
  onSubmit: (input: z.output<Schema>) => Promise<unknown>;
  pending: boolean;
  pendingText: string;
  submitLabel: string;
  /** Above the fields: what may be chosen instead of filling them in. */
  lead?: ReactNode;
}

/** The form inside the dialogs that add and edit a server. */
export function ServerForm<Schema extends z.ZodType>(props: ServerFormProps<Schema>) {
  const [draft, setDraft] = useState(props.initial);
  const [problem, setProblem] = useState<unknown>(null);
  const { form, errors, check, showProblem } = useFieldErrors();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    const input = check(props.schema, props.inputOf(draft));
    if (input === null) return;
    try {
      await props.onSubmit(input);
    } catch (error) {
      if (!showProblem(error)) setProblem(error);
    }
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <DialogBody className="grid gap-5">
        {problem !== null && <Problem error={problem} />}
        {props.lead}
        <ServerFields
          draft={draft}
          onChange={(part) => setDraft((current) => ({ ...current, ...part }))}
          errors={errors}
          storedAuth={props.storedAuth}
          lockUrl={props.lockUrl ?? false}
        />
      </DialogBody>
      <DialogFooter>
        <p className="text-muted-foreground text-sm sm:mr-auto" aria-live="polite">
          {props.pending && props.pendingText}
        </p>
        <DialogClose disabled={props.pending} render={<Button variant="secondary" />}>
          Cancel
        </DialogClose>
        <Button type="submit" pending={props.pending}>
          {props.submitLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
