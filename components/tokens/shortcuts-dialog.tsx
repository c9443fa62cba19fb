'use client';

import { Dialog, DialogBody, DialogContent, DialogHeader } from '@/components/ui/dialog';
import { Switch } from '@/components/ui/switch';
import { useSingleKeys } from './use-shortcuts';

const shortcuts = [
  ['C', 'Create a token'],
  ['/', 'Search'],
  ['J', 'Next token'],
  ['K', 'Token before'],
  ['X', 'Select the token'],
  ['Enter', 'Open the token'],
  ['E', 'Rotate the token'],
  ['#', 'Revoke the token, or all that are selected'],
  ['Esc', 'Select none'],
  ['?', 'These shortcuts'],
] as const;

interface ShortcutsDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  const [isOn, setOn] = useSingleKeys();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent width="small">
        <DialogHeader title="Keyboard shortcuts" description="On this page, while you are not typing." />
        <DialogBody className="grid grid-cols-1 gap-5">
          <dl className="grid gap-1">
            {shortcuts.map(([key, text]) => (
              <div key={key} className="flex min-h-8 items-center justify-between gap-4">
                <dt className="text-base">{text}</dt>
                <dd>
                  <kbd className="inline-flex h-6 min-w-6 items-center justify-center rounded-md border bg-sunken px-1.5 font-mono text-xs shadow-sm">
                    {key}
                  </kbd>
                </dd>
              </div>
            ))}
          </dl>
          <div className="flex items-center justify-between gap-4 border-t pt-4">
            <p className="text-base">Single-key shortcuts</p>
            <Switch label="Single-key shortcuts" checked={isOn} onChange={setOn} />
          </div>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
