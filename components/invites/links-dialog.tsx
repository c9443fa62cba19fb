import { type ReactNode, useState } from 'react';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import type { CreatedInvite } from '@/lib/members/schemas';
import { ShownLinks } from './shown-links';

export interface LinksDialogProps {
  mailIsOn: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  finalFocus: () => HTMLElement | true;
}

interface Steps {
  /** What is asked first. */
  ask: (onMade: (made: CreatedInvite[]) => void) => ReactNode;
  title: (made: readonly CreatedInvite[]) => string;
}

/** Asks, then shows the links that were made; a click beside it must not cost them. */
export function LinksDialog({ ask, title, mailIsOn, open, onOpenChange, finalFocus }: LinksDialogProps & Steps) {
  const [made, setMade] = useState<CreatedInvite[] | null>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next || made === null) && onOpenChange(next)}
      onOpenChangeComplete={(isStillOpen) => !isStillOpen && setMade(null)}
    >
      <DialogContent finalFocus={finalFocus}>
        {made === null ? (
          ask(setMade)
        ) : (
          <ShownLinks title={title(made)} made={made} mailIsOn={mailIsOn} onDone={() => onOpenChange(false)} />
        )}
      </DialogContent>
    </Dialog>
  );
}
