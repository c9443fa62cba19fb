'use client';

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button';
import { Field } from './field';
import { Input } from './input';
import { Problem } from './problem';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  pending?: boolean;
  /** What has to be typed first, where a click is too easy. */
  words?: string;
  error?: unknown;
  finalFocus?: AlertDialog.Popup.Props['finalFocus'];
}

/** Asks before something that cannot be undone. The safe answer has the focus; the destructive one never is the default. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  words,
  error = null,
  ...props
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next) => !props.pending && onOpenChange(next)}
      onOpenChangeComplete={(isOpen) => isOpen || setTyped('')}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop
          forceRender
          data-backdrop=""
          className="fixed inset-0 z-60 bg-backdrop transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
        <AlertDialog.Popup
          initialFocus={cancel}
          finalFocus={props.finalFocus}
          className="fixed inset-x-4 top-1/2 z-60 mx-auto grid max-w-md grid-cols-1 -translate-y-1/2 gap-4 rounded-xl border bg-surface p-5 shadow-lg transition-all duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:p-6"
        >
          <AlertDialog.Title className="break-words font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="grid grid-cols-1 gap-3 text-base text-muted-foreground">
            {children}
            {words !== undefined && <TypedWords words={words} value={typed} onChange={setTyped} />}
          </AlertDialog.Description>
          {error !== null && <Problem error={error} />}
          <div className="mt-1 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <AlertDialog.Close ref={cancel} disabled={props.pending} render={<Button variant="secondary" />}>
              {props.cancelLabel ?? 'Cancel'}
            </AlertDialog.Close>
            <Button
              variant="danger"
              pending={props.pending ?? false}
              disabled={words !== undefined && typed.trim() !== words}
              onClick={props.onConfirm}
            >
              {props.confirmLabel}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

interface TypedWordsProps {
  words: string;
  value: string;
  onChange: (value: string) => void;
}

function TypedWords({ words, value, onChange }: TypedWordsProps) {
  return (
    <Field
      label={
        <span>
          Type <strong className="font-semibold [overflow-wrap:anywhere]">{words}</strong> to confirm
        </span>
      }
      className="text-foreground"
    >
      <Input
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        inputMode={/^\d+$/.test(words) ? 'numeric' : 'text'}
        value={value}
        onValueChange={onChange}
      />
    </Field>
  );
}
