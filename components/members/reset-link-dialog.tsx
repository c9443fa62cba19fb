'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { Member } from '@/lib/members/schemas';
import { useIssuePasswordReset } from './use-members';

interface ResetLinkDialogProps {
  slug: string;
  member: Member;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

/** Shows a link once, for an owner to hand over; a click beside it must not cost it. */
export function ResetLinkDialog({ slug, member, open, onOpenChange, finalFocus }: ResetLinkDialogProps) {
  const [link, setLink] = useState<string | null>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next || link === null) && onOpenChange(next)}
      onOpenChangeComplete={(isStillOpen) => !isStillOpen && setLink(null)}
    >
      <DialogContent finalFocus={finalFocus}>
        {link === null ? (
          <AskForLink slug={slug} member={member} onMade={setLink} />
        ) : (
          <ShownLink member={member} link={link} onDone={() => onOpenChange(false)} />
        )}
      </DialogContent>
    </Dialog>
  );
}

interface AskForLinkProps extends Pick<ResetLinkDialogProps, 'slug' | 'member'> {
  onMade: (link: string) => void;
}

function AskForLink({ slug, member, onMade }: AskForLinkProps) {
  const issue = useIssuePasswordReset(slug, member.id);
  return (
    <>
      <DialogHeader title={`Password reset link for ${member.name}`} />
      <DialogBody className="grid gap-4">
        {issue.error && <Problem error={issue.error} />}
        <p className="text-pretty text-base text-muted-foreground">
          No mail server is set up here, so you hand the link over yourself. Whoever holds it can take over the account
          of {member.email}: pass it on in a way that only they can read. Making it is on record.
        </p>
      </DialogBody>
      <DialogFooter>
        <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
        <Button
          pending={issue.isPending}
          onClick={() => issue.mutate(undefined, { onSuccess: ({ link }) => onMade(link) })}
        >
          Make the link
        </Button>
      </DialogFooter>
    </>
  );
}

function ShownLink({ member, link, onDone }: { member: Member; link: string; onDone: () => void }) {
  return (
    <>
      <DialogHeader title="Hand this link over" description="You will not see it again." closable={false} />
      <DialogBody className="grid grid-cols-1 gap-3">
        <CodeBlock title={member.email} subject={`the link for ${member.email}`} text={link} />
        <p className="text-pretty text-muted-foreground text-sm">
          It works once, for an hour. Using it sets a new password and ends all sessions of {member.name}; a newer link
          ends this one.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Done</Button>
      </DialogFooter>
    </>
  );
}
