import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { DialogBody, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import type { CreatedInvite } from '@/lib/members/schemas';

interface ShownLinksProps {
  title: string;
  made: readonly CreatedInvite[];
  /** Whether the links are on their way by mail. */
  mailIsOn: boolean;
  onDone: () => void;
}

/** The one time that links are seen: only their hashes are stored. */
export function ShownLinks({ title, made, mailIsOn, onDone }: ShownLinksProps) {
  return (
    <>
      <DialogHeader title={title} description={whatToDo(made.length === 1, mailIsOn)} closable={false} />
      <DialogBody className="grid grid-cols-1 gap-3">
        {made.map(({ invite, link }) => (
          <CodeBlock key={invite.id} title={invite.email} subject={`the link for ${invite.email}`} text={link} />
        ))}
        <p className="text-pretty text-muted-foreground text-sm">
          A link works once, for seven days, and only for the address it was made for. It is not shown again; a new one
          can be made at any time.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Done</Button>
      </DialogFooter>
    </>
  );
}

function whatToDo(isOne: boolean, mailIsOn: boolean): string {
  if (!mailIsOn) return `No mail server is set up here: pass ${isOne ? 'the link' : 'each link'} on yourself.`;
  return isOne
    ? 'The link is on its way by mail. You may pass it on yourself as well.'
    : 'The links are on their way by mail. You may pass them on yourself as well.';
}
