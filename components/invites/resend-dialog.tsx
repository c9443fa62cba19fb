'use client';

import { Button } from '@/components/ui/button';
import { DialogBody, DialogClose, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { CreatedInvite, Invite } from '@/lib/members/schemas';
import { LinksDialog, type LinksDialogProps } from './links-dialog';
import { useResendInvite } from './use-invites';

interface ResendDialogProps extends LinksDialogProps {
  slug: string;
  invite: Invite;
}

/** A link cannot be shown a second time, so copying it is making a new one; the dialog says what that costs. */
export function ResendDialog({ slug, invite, ...dialog }: ResendDialogProps) {
  const { mailIsOn } = dialog;
  return (
    <LinksDialog
      {...dialog}
      ask={(onMade) => <AskForLink slug={slug} invite={invite} mailIsOn={mailIsOn} onMade={(made) => onMade([made])} />}
      title={() => 'New link'}
    />
  );
}

interface AskForLinkProps extends Pick<ResendDialogProps, 'slug' | 'invite' | 'mailIsOn'> {
  onMade: (made: CreatedInvite) => void;
}

function AskForLink({ slug, invite, mailIsOn, onMade }: AskForLinkProps) {
  const resend = useResendInvite(slug, invite.id);
  return (
    <>
      <DialogHeader title={`New link for ${invite.email}`} />
      <DialogBody className="grid gap-4">
        {resend.error && <Problem error={resend.error} />}
        <p className="text-pretty text-base text-muted-foreground">
          {invite.status === 'expired'
            ? 'The link before has expired.'
            : 'The link before stops working the moment the new one is made.'}{' '}
          The new one is shown here, to copy{mailIsOn && ', and goes out by mail'}. It works for seven days.
        </p>
      </DialogBody>
      <DialogFooter>
        <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
        <Button pending={resend.isPending} onClick={() => resend.mutate(undefined, { onSuccess: onMade })}>
          Make new link
        </Button>
      </DialogFooter>
    </>
  );
}
