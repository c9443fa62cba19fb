'use client';

import { Check, Copy, TriangleAlert } from 'lucide-react';
import { type ComponentProps, useRef, useState } from 'react';
import { Button } from './button';
import { cn } from './class-names';

interface CopyButtonProps extends Omit<ComponentProps<typeof Button>, 'children' | 'onClick' | 'value'> {
  value: string;
  /** What is copied, for the spoken name: “Copy gateway URL”. */
  subject: string;
  /** Without a visible word the button is a square with a sign. */
  showLabel?: boolean;
  onCopied?: () => void;
}

type CopyState = 'idle' | 'copied' | 'failed';

/** Copies, shows it for two seconds and tells it to screen readers. */
export function CopyButton({ value, subject, showLabel = false, onCopied, className, ...props }: CopyButtonProps) {
  const [state, setState] = useState<CopyState>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    const copied = await writeToClipboard(value);
    setState(copied ? 'copied' : 'failed');
    if (copied) onCopied?.();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), 2_000);
  };
  const Icon = { idle: Copy, copied: Check, failed: TriangleAlert }[state];
  return (
    <>
      <Button
        type="button"
        variant="secondary"
        size={showLabel ? 'small' : 'icon-small'}
        {...props}
        className={cn(showLabel && 'min-w-22', className)}
        aria-label={`Copy ${subject}`}
        title={showLabel ? undefined : `Copy ${subject}`}
        onClick={copy}
      >
        <Icon aria-hidden="true" />
        {showLabel && labels[state]}
      </Button>
      <span className="sr-only" aria-live="polite">
        {state === 'copied' && `Copied ${subject}.`}
        {state === 'failed' && 'Copying failed. Select the text and copy it yourself.'}
      </span>
    </>
  );
}

const labels: Record<CopyState, string> = { idle: 'Copy', copied: 'Copied', failed: 'Failed' };

/** The clipboard API needs https or loopback; over plain http in a private network only the old way works. */
async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.className = 'fixed top-0 left-0 opacity-0';
  // Inside an open dialog, because its focus trap takes the focus back from everywhere else.
  const host = document.activeElement?.closest('[role="dialog"]') ?? document.body;
  const focused = document.activeElement;
  host.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
