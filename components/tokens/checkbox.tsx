'use client';

import type { MouseEvent } from 'react';
import { cn } from '@/components/ui/class-names';

interface CheckboxProps {
  label: string;
  checked: boolean;
  /** Some of what it stands for is chosen. */
  mixed?: boolean;
  /** `isRange` with the shift key held: everything since the last choice. */
  onChange: (checked: boolean, isRange: boolean) => void;
  className?: string;
}

/** The browser's own checkbox in a target that a finger meets. */
export function Checkbox({ label, checked, mixed = false, onChange, className }: CheckboxProps) {
  return (
    <label className={cn('inline-flex size-6 shrink-0 cursor-pointer items-center justify-center', className)}>
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        ref={(input) => {
          if (input) input.indeterminate = mixed;
        }}
        onChange={() => undefined}
        onClick={(event: MouseEvent<HTMLInputElement>) => onChange(event.currentTarget.checked, event.shiftKey)}
        className="size-4 cursor-pointer accent-accent"
      />
    </label>
  );
}
