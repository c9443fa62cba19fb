'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { Workspace } from '@/lib/workspaces/schemas';
import { useDeleteWorkspace } from './use-workspaces';

export function DeleteWorkspace({ workspace }: { workspace: Workspace }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const remove = useDeleteWorkspace(workspace.slug);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(`${workspace.name} was deleted`);
        router.replace('/workspaces');
      },
    });
  return (
    <Section title="Delete this workspace" className="border-danger/40">
      <div className="flex flex-wrap items-center justify-between gap-4 p-5">
        <p className="max-w-md text-base text-muted-foreground">
          Its servers, credentials and tokens are removed, and every client that uses it is refused from then on.
        </p>
        <Button variant="danger" onClick={() => setOpen(true)}>
          Delete workspace
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${workspace.name}?`}
        confirmLabel="Delete workspace"
        words={workspace.name}
        pending={remove.isPending}
        error={remove.error}
        onConfirm={confirm}
      >
        <p>This cannot be undone. All its tokens stop working at once.</p>
      </ConfirmDialog>
    </Section>
  );
}
