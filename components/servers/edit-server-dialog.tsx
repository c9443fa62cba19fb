'use client';

import { Dialog, DialogContent, DialogHeader } from '@/components/ui/dialog';
import { demoServerUrl, type Server, UpdateServerInput } from '@/lib/servers/schemas';
import { draftOf, updateInput } from './server-draft';
import { ServerForm } from './server-form';
import { useUpdateServer } from './use-servers';

interface EditServerDialogProps {
  slug: string;
  server: Server;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

export function EditServerDialog({ slug, server, open, onOpenChange, finalFocus }: EditServerDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="medium" finalFocus={finalFocus}>
        <EditServerForm slug={slug} server={server} onSaved={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

interface EditServerFormProps {
  slug: string;
  server: Server;
  onSaved: (server: Server) => void;
}

export function EditServerForm({ slug, server, onSaved }: EditServerFormProps) {
  const update = useUpdateServer(slug, server.id);
  return (
    <>
      <DialogHeader title={`Edit ${server.name}`} description="A changed address or credential is tried at once." />
      <ServerForm
        initial={draftOf(server)}
        storedAuth={storedAuthText(server)}
        lockUrl={server.url === demoServerUrl}
        schema={UpdateServerInput}
        inputOf={(draft) => updateInput(draft, server)}
        onSubmit={async (input) => onSaved(await update.mutateAsync(input))}
        pending={update.isPending}
        pendingText="Saving and connecting…"
        submitLabel="Save"
      />
    </>
  );
}

function storedAuthText({ auth }: Server): string | null {
  if (auth.type === 'none') return null;
  if (auth.type === 'bearer') return 'A bearer token';
  const names = auth.header_names ?? [];
  return names.length === 1 ? `The header ${names[0]}` : `The headers ${names.join(', ')}`;
}
