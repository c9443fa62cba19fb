'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';

interface FilterBarProps {
  /** What is filtered, for whoever does not see the list below. */
  legend: string;
  isFiltered: boolean;
  onClear: () => void;
  /** Pills, one for each way of narrowing. */
  children: ReactNode;
}

/** The filters of a list in a row, and the way back to all of it. On a phone the row scrolls sideways. */
export function FilterBar({ legend, isFiltered, onClear, children }: FilterBarProps) {
  return (
    <fieldset className="-mx-4 fade-edges flex min-w-0 items-center gap-2 overflow-x-auto px-4 py-0.5 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0">
      <legend className="sr-only">{legend}</legend>
      {children}
      {isFiltered && (
        <Button variant="ghost" size="small" className="text-muted-foreground" onClick={onClear}>
          <X aria-hidden="true" />
          Clear filters
        </Button>
      )}
    </fieldset>
  );
}
