'use client';

import { type FormEvent, useState } from 'react';
import { RoleChoice } from '@/components/members/role-choice';
import { grantableRoles } from '@/components/members/role-words';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogClose, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { Textarea } from '@/components/ui/textarea';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { type CreatedInvite, CreateInviteInput } from '@/lib/members/schemas';
import type { Role } from '@/lib/workspaces/schemas';
import { LinksDialog, type LinksDialogProps } from './links-dialog';
import { readAddresses } from './read-addresses';
import { useCreateInvites } from './use-invites';

interface InviteDialogProps extends LinksDialogProps {
  slug: string;
  /** The role of whoever invites. */
  own: Role;
}

export function InviteDialog({ slug, own, ...dialog }: InviteDialogProps) {
  return (
    <LinksDialog
      {...dialog}
      ask={(onMade) => <InviteForm slug={slug} own={own} onMade={onMade} />}
      title={(made) => (made.length === 1 ? 'Invited' : `${made.length} people invited`)}
    />
  );
}

/** Fifty addresses as long as they may be, with the names that a mail program writes beside them. */
const textMax = 20_000;

function InviteForm({
  slug,
  own,
  onMade,
}: Pick<InviteDialogProps, 'slug' | 'own'> & { onMade: (made: CreatedInvite[]) => void }) {
  const [text, setText] = useState('');
  const [role, setRole] = useState<Role>('member');
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const create = useCreateInvites(slug);
  const emails = readAddresses(text);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(CreateInviteInput, { emails, role });
    if (input?.emails === undefined) return;
    create.mutate(
      { emails: input.emails, role },
      { onSuccess: ({ invites }) => onMade(invites), onError: showProblem },
    );
  };

  const isUnplaced = create.isError && Object.keys(errors).length === 0;
  return (
    <>
      <DialogHeader
        title="Invite people"
        description="Each gets a link of their own, and a token of their own when they accept."
      />
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody className="grid gap-6">
          {isUnplaced && <Problem error={create.error} />}
          <Field
            label="E-mail addresses"
            error={addressError(errors, emails)}
            hint="One or many, with commas, spaces or lines between them. Up to 50 at a time."
          >
            <Textarea
              name="emails"
              rows={3}
              autoFocus
              required
              autoComplete="off"
              spellCheck={false}
              maxLength={textMax}
              placeholder="grace@example.com, alan@example.com"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                clear('emails');
              }}
            />
          </Field>
          <RoleChoice value={role} onChange={setRole} options={grantableRoles(own).toReversed()} />
        </DialogBody>
        <DialogFooter>
          <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
          <Button type="submit" pending={create.isPending}>
            {emails.length > 1 ? `Invite ${emails.length} people` : 'Invite'}
          </Button>
        </DialogFooter>
      </form>
    </>
  );
}

const shownMax = 3;

/** The rules speak of places in a list; who typed a text wants to read which addresses they are. */
function addressError(errors: Record<string, string>, emails: readonly string[]): string | undefined {
  const messages = Object.entries(errors).flatMap(([path, message]) => {
    if (!path.startsWith('email')) return [];
    const address = emails[Number(path.split('.')[1] ?? Number.NaN)];
    const isNamed = address === undefined || message.toLowerCase().includes(address.toLowerCase());
    return [isNamed ? message : `${address}: ${message}`];
  });
  if (messages.length === 0) return undefined;
  const rest = messages.length - shownMax;
  return [...messages.slice(0, shownMax), ...(rest > 0 ? [`The same for ${rest} more.`] : [])].join(' ');
}
