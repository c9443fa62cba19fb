import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { inputClasses } from './input';

/** A `textarea` that its Field labels and describes. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <Field.Control render={<textarea {...props} className={cn(inputClasses, 'h-auto min-h-20 py-2', className)} />} />
  );
}
