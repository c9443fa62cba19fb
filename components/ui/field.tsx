import { Field as BaseField } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names';

interface FieldProps {
  label: ReactNode;
  /** Shown beside the label; nothing else marks what may be left out. */
  optional?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: ReactNode;
}

/** One control with its label, its hint and its error, tied together for assistive technology. */
export function Field({ label, optional = false, hint, error, className, children }: FieldProps) {
  return (
    <BaseField.Root invalid={error !== undefined} className={cn('grid grid-cols-1 content-start gap-1.5', className)}>
      <BaseField.Label className="flex items-baseline gap-1.5 font-medium text-base">
        {label}
        {optional && <span className="font-normal text-muted-foreground text-sm">optional</span>}
      </BaseField.Label>
      {children}
      {error !== undefined && (
        <BaseField.Error match className="flex items-start gap-1.5 text-danger text-sm">
          <CircleAlert className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
          {error}
        </BaseField.Error>
      )}
      {hint && <BaseField.Description className="text-muted-foreground text-sm">{hint}</BaseField.Description>}
    </BaseField.Root>
  );
}
