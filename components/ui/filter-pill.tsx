'use client';

import { ChevronDown, Plus } from 'lucide-react';
import { cn } from '@/components/ui/class-names';
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/menu';

interface FilterPillProps<Value extends string> {
  label: string;
  value: Value | null;
  onChange: (value: Value | null) => void;
  options: readonly { value: Value; label: string }[];
  /** What no choice is called in the menu; without it something is always chosen. */
  any?: string;
}

/** One way of narrowing a list. Dashed while it narrows nothing. */
export function FilterPill<Value extends string>({ label, value, onChange, options, any }: FilterPillProps<Value>) {
  const chosen = options.find((option) => option.value === value);
  const isIdle = any !== undefined && chosen === undefined;
  const Icon = isIdle ? Plus : ChevronDown;
  return (
    <Menu>
      <MenuTrigger
        className={cn(
          'inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border bg-surface px-3 font-medium text-sm transition-colors hover:bg-hover',
          isIdle ? 'border-dashed text-muted-foreground' : 'text-foreground',
          any !== undefined && chosen && 'border-accent/40 bg-accent-subtle text-accent',
        )}
      >
        {isIdle && <Icon className="size-3.5" aria-hidden="true" />}
        {chosen ? (
          <span>
            <span className={cn('font-normal', any === undefined && 'text-muted-foreground')}>{label}:</span>{' '}
            {chosen.label}
          </span>
        ) : (
          label
        )}
        {!isIdle && <Icon className="size-3.5" aria-hidden="true" />}
      </MenuTrigger>
      <MenuContent align="start" className="max-h-80 overflow-y-auto">
        <MenuRadioGroup
          value={value ?? ''}
          onValueChange={(next: string) => onChange(options.find((option) => option.value === next)?.value ?? null)}
        >
          {any !== undefined && (
            <MenuRadioItem value="" closeOnClick>
              {any}
            </MenuRadioItem>
          )}
          {options.map((option) => (
            <MenuRadioItem key={option.value} value={option.value} closeOnClick>
              {option.label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
