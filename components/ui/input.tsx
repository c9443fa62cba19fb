import { Input as BaseInput } from '@base-ui/react/input';
import { cn } from './class-names';

/** 16 px on phones, or their browsers zoom into the page. */
export const inputClasses =
  'h-9 w-full min-w-0 rounded-md border border-border-strong/70 bg-surface px-3 text-foreground text-lg shadow-sm transition-colors hover:border-border-strong focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent/40 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger data-invalid:border-danger sm:text-base';

export function Input({ className, ...props }: Omit<BaseInput.Props, 'className'> & { className?: string }) {
  return <BaseInput {...props} className={cn(inputClasses, className)} />;
}
