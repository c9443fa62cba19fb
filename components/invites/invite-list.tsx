'use client';

import { Ban, Hourglass, Link2 } from 'lucide-react';
import { useState } from 'react';
import { RoleBadge } from '@/components/members/role-badge';
import { grantableRoles } from '@/components/members/role-words';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toaster';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import type { Invite } from '@/lib/members/schemas';
import type { Role } from '@/lib/workspaces/schemas';
import { ResendDialog } from './resend-dialog';
import { useInvites, useRevokeInvite } from './use-invites';

interface InviteListProps {
  slug: string;
  /** The role of whoever looks. */
  own: Role;
  mailIsOn: boolean;
}

/** Who was asked and has not answered, for those who may ask. */
export function InviteList({ slug, own, mailIsOn }: InviteListProps) {
  const { data: invites, error } = useInvites(slug);
  return (
    <Section
      title="Pending invites"
      description="Who was invited and has not accepted yet. A link is for one address and works once."
    >
      {error && invites === undefined && (
        <div className="p-5">
          <Problem error={error} />
        </div>
      )}
      {invites === undefined && !error && (
        <div className="p-5" aria-busy="true">
          <Skeleton className="h-10" />
          <span className="sr-only">Loading invites</span>
        </div>
      )}
      {invites?.length === 0 && <p className="p-5 text-base text-muted-foreground">Nobody is invited right now.</p>}
      {invites !== undefined && invites.length > 0 && (
        <ul aria-label="Pending invites" className="divide-y">
          {invites.map((invite) => (
            <InviteRow key={invite.id} slug={slug} own={own} invite={invite} mailIsOn={mailIsOn} />
          ))}
        </ul>
      )}
    </Section>
  );
}

interface InviteRowProps extends InviteListProps {
  invite: Invite;
}

function InviteRow({ slug, own, invite, mailIsOn }: InviteRowProps) {
  const [open, setOpen] = useState<'resend' | 'revoke' | null>(null);
  const resend = useReturnFocus();
  const revoke = useReturnFocus();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium text-base">
          <span className="min-w-0 [overflow-wrap:anywhere]">{invite.email}</span>
          <RoleBadge role={invite.role} />
          {invite.status === 'expired' && (
            <Badge tone="warning" icon={Hourglass}>
              Expired
            </Badge>
          )}
        </p>
        <p className="flex flex-wrap gap-x-4 text-muted-foreground text-sm">
          <span>
            Invited <Time iso={invite.created_at} />
            {invite.invited_by && ` by ${invite.invited_by.name}`}
          </span>
          {invite.sent_count > 1 && (
            <span>
              Newest link <Time iso={invite.sent_at} />
            </span>
          )}
          <span>
            {invite.status === 'expired' ? 'Expired' : 'Expires'} <Time iso={invite.expires_at} mayCome />
          </span>
        </p>
      </div>
      {/* The link alone makes somebody an owner. */}
      {grantableRoles(own).includes(invite.role) && (
        <div className="flex shrink-0 items-center gap-1">
          <Button
            ref={resend.opener}
            variant="secondary"
            size="small"
            aria-label={`New link for ${invite.email}`}
            onClick={() => setOpen('resend')}
          >
            <Link2 aria-hidden="true" />
            New link
          </Button>
          <Button
            ref={revoke.opener}
            variant="ghost"
            size="icon-small"
            className="text-muted-foreground"
            aria-label={`Revoke the invite of ${invite.email}`}
            title="Revoke"
            onClick={() => setOpen('revoke')}
          >
            <Ban aria-hidden="true" />
          </Button>
        </div>
      )}
      <ResendDialog
        slug={slug}
        invite={invite}
        mailIsOn={mailIsOn}
        open={open === 'resend'}
        onOpenChange={(is) => setOpen(is ? 'resend' : null)}
        finalFocus={resend.finalFocus}
      />
      <RevokeInviteDialog
        slug={slug}
        invite={invite}
        open={open === 'revoke'}
        onOpenChange={(is) => setOpen(is ? 'revoke' : null)}
        onRevoked={revoke.expectGone}
        finalFocus={revoke.finalFocus}
      />
    </li>
  );
}

interface RevokeInviteDialogProps extends Pick<InviteRowProps, 'slug' | 'invite'> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
  finalFocus: () => HTMLElement | true;
}

function RevokeInviteDialog({ slug, invite, open, onOpenChange, onRevoked, finalFocus }: RevokeInviteDialogProps) {
  const revoke = useRevokeInvite(slug, invite.id);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Revoke the invite of ${invite.email}?`}
      confirmLabel="Revoke invite"
      pending={revoke.isPending}
      error={revoke.error}
      finalFocus={finalFocus}
      onConfirm={() =>
        revoke.mutate(undefined, {
          onSuccess: () => {
            onRevoked();
            onOpenChange(false);
            toast.success(`The invite of ${invite.email} was revoked`, 'Its link is dead.');
          },
        })
      }
    >
      <p>Its link stops working the moment you confirm. The person can be invited again.</p>
    </ConfirmDialog>
  );
}
