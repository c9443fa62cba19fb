'use client';

import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogHeader } from '@/components/ui/dialog';
import { CreateServerInput, demoServerUrl, type Server } from '@/lib/servers/schemas';
import { EditServerForm } from './edit-server-dialog';
import { createInput, emptyDraft } from './server-draft';
import { ServerForm } from './server-form';
import { ServerResult } from './server-result';
import { useAddServer } from './use-servers';

interface AddServerDialogProps {
  slug: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
  /** False when the workspace has the demo server already. */
  offerDemo: boolean;
}

type Step = { kind: 'form' } | { kind: 'result'; server: Server } | { kind: 'edit'; server: Server };

/** Fill in → connecting → what was found, or what failed and how to go on. */
export function AddServerDialog({ slug, open, onOpenChange, offerDemo, finalFocus }: AddServerDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="medium" finalFocus={finalFocus}>
        <AddServerSteps slug={slug} offerDemo={offerDemo} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function AddServerSteps({ slug, offerDemo, onDone }: { slug: string; offerDemo: boolean; onDone: () => void }) {
  const [step, setStep] = useState<Step>({ kind: 'form' });
  const add = useAddServer(slug);
  const addAndShow = async (input: CreateServerInput) =>
    setStep({ kind: 'result', server: await add.mutateAsync(input) });

  if (step.kind === 'result') {
    const { server } = step;
    const show = (next: Server) => setStep({ kind: 'result', server: next });
    return (
      <ServerResult
        slug={slug}
        server={server}
        onServer={show}
        onEdit={() => setStep({ kind: 'edit', server })}
        onDone={onDone}
      />
    );
  }
  if (step.kind === 'edit') {
    return (
      <EditServerForm slug={slug} server={step.server} onSaved={(server) => setStep({ kind: 'result', server })} />
    );
  }
  return (
    <>
      <DialogHeader title="Add server" description="Aerostack connects at once and reads the server’s tools." />
      <ServerForm
        initial={emptyDraft}
        storedAuth={null}
        schema={CreateServerInput}
        inputOf={createInput}
        onSubmit={addAndShow}
        pending={add.isPending}
        pendingText="Connecting… this takes at most 10 seconds."
        submitLabel="Add server"
        lead={
          offerDemo && (
            <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border bg-sunken px-3.5 py-3">
              <p className="text-base">
                <span className="font-medium">No server at hand?</span>{' '}
                <span className="text-muted-foreground">The built-in demo works offline.</span>
              </p>
              <Button
                type="button"
                variant="secondary"
                size="small"
                disabled={add.isPending}
                onClick={() => void addAndShow(demoServer).catch(() => undefined)}
              >
                <FlaskConical aria-hidden="true" />
                Add the demo server
              </Button>
            </div>
          )
        }
      />
    </>
  );
}

export const demoServer: CreateServerInput = { name: 'Demo', url: demoServerUrl };
