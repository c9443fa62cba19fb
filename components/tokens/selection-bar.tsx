'use client';

import { Ban, X } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';

interface SelectionBarProps {
  count: number;
  onRevoke: (opener: HTMLElement | null) => void;
  onClear: () => void;
}

/** Stays in sight while rows are selected. */
export function SelectionBar({ count, onRevoke, onClear }: SelectionBarProps) {
  const revoke = useRef<HTMLButtonElement>(null);
  return (
    <section
      aria-label="Selected tokens"
      className="sticky bottom-4 z-20 mx-auto flex w-fit max-w-full items-center gap-2 rounded-xl border bg-surface py-2 pr-2 pl-4 shadow-lg"
    >
      <p className="mr-2 whitespace-nowrap font-medium text-base tabular-nums" aria-live="polite">
        {count} selected
      </p>
      <Button ref={revoke} variant="danger" size="small" onClick={() => onRevoke(revoke.current)}>
        <Ban aria-hidden="true" />
        Revoke
      </Button>
      <Button variant="ghost" size="icon-small" aria-label="Select none" onClick={onClear}>
        <X aria-hidden="true" />
      </Button>
    </section>
  );
}
