'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ChoiceCards } from '@/components/ui/choice-cards';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toaster';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { type Server, UpdateRecordingInput } from '@/lib/servers/schemas';
import { useUpdateRecording } from './use-servers';

const choices = [
  {
    value: 'off',
    label: 'Nothing',
    text: 'That a call was made, by whom and how it ended. Not what was asked and answered.',
  },
  {
    value: 'on',
    label: 'Arguments and results',
    text: 'The first 8192 characters of each, encrypted. They go with the calls. Everybody in the workspace is told.',
  },
] as const;

interface RecordingDialogProps {
  slug: string;
  server: Server;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

/** Whether what is asked of a server, and what it answers, is kept. An owner's to decide. */
export function RecordingDialog({ slug, server, open, onOpenChange, finalFocus }: RecordingDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="medium" finalFocus={finalFocus}>
        <RecordingForm slug={slug} server={server} onSaved={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function RecordingForm({ slug, server, onSaved }: { slug: string; server: Server; onSaved: () => void }) {
  const { enabled, redact } = server.recording;
  const [choice, setChoice] = useState<'on' | 'off'>(enabled ? 'on' : 'off');
  const [fields, setFields] = useState(redact.join('\n'));
  const update = useUpdateRecording(slug, server.id);
  const { form, errors, check, showProblem, clear } = useFieldErrors();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(UpdateRecordingInput, { enabled: choice === 'on', redact: fieldsOf(fields) });
    if (input === null) return;
    update.mutate(input, {
      onSuccess: () => {
        onSaved();
        if (input.enabled) toast.success(`Calls to ${server.name} are recorded from now on`);
        else
          toast.success(
            `Calls to ${server.name} are not recorded`,
            enabled ? 'What was recorded is removed.' : undefined,
          );
      },
      onError: showProblem,
    });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="contents">
      <DialogHeader title={`What is recorded of ${server.name}`} />
      <DialogBody className="grid grid-cols-1 gap-5">
        {update.isError && Object.keys(errors).length === 0 && <Problem error={update.error} />}
        <ChoiceCards legend="What is kept of its calls" value={choice} onChange={setChoice} options={choices} />
        {choice === 'on' && (
          <Field
            label="Also leave out"
            optional
            error={Object.entries(errors).find(([path]) => path.startsWith('redact'))?.[1]}
            hint="Names of fields, one on each line, in any spelling: iban is also IBAN. Passwords, tokens, keys, cookies and the like are always left out."
          >
            <Textarea
              value={fields}
              onChange={(event) => {
                setFields(event.target.value);
                clear('redact');
              }}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-sm"
            />
          </Field>
        )}
        {choice === 'off' && enabled && (
          <p className="text-pretty text-muted-foreground text-sm">
            What was recorded of this server until now cannot be seen any more, and is removed.
          </p>
        )}
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

const fieldsOf = (text: string): string[] => text.split(/[\n,]/).flatMap((line) => line.trim() || []);
