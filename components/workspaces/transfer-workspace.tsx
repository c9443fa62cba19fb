'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMembers } from '@/components/members/use-members';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { FilterPill } from '@/components/ui/filter-pill';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { Workspace } from '@/lib/workspaces/schemas';
import { useMe, useTransferWorkspace } from './use-workspaces';

/** Hands the workspace over: the other becomes its owner, whoever does it an admin. */
export function TransferWorkspace({ workspace }: { workspace: Workspace }) {
  const { data: members = [] } = useMembers(workspace.slug);
  const { data: me } = useMe();
  const [heirId, setHeirId] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const transfer = useTransferWorkspace(workspace.slug);
  const others = members.filter(({ user }) => user.id !== me?.user.id);
  const heir = others.find(({ id }) => id === heirId);
  const confirm = () =>
    heir !== undefined &&
    transfer.mutate(heir.id, {
      onSuccess: () => {
        setOpen(false);
        toast.success(`${heir.name} is the owner of ${workspace.name} now`, 'You are an admin of it.');
        router.refresh();
      },
    });
  return (
    <Section title="Hand this workspace over">
      <div className="flex flex-wrap items-center justify-between gap-4 p-5">
        <p className="max-w-md text-base text-muted-foreground">
          {others.length === 0
            ? 'Invite the person first: only a member can become its owner.'
            : 'Another member becomes its owner, and you become an admin. Tokens, servers and everybody else stay as they are.'}
        </p>
        {others.length > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <FilterPill
              label="New owner"
              any="Nobody"
              options={others.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
              value={heirId}
              onChange={setHeirId}
            />
            <Button variant="secondary" disabled={heir === undefined} onClick={() => setOpen(true)}>
              Hand over
            </Button>
          </div>
        )}
      </div>
      {heir !== undefined && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={`Make ${heir.name} the owner?`}
          confirmLabel="Hand over"
          words={workspace.name}
          pending={transfer.isPending}
          error={transfer.error}
          onConfirm={confirm}
        >
          <p>
            {heir.email} may then do everything here, also remove you or delete the workspace. Only they can give it
            back.
          </p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
