import { type ReactNode, useId } from 'react';
import { cn } from './class-names';

interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
  /** Without it the heading and its actions are all there is. */
  children?: ReactNode;
}

/** A framed part of a page under its own heading. */
export function Section({ title, description, actions, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn('overflow-hidden rounded-xl border bg-surface', className)}>
      <div className={cn('flex flex-wrap items-center justify-between gap-3 px-5 py-4', children && 'border-b')}>
        <div className="grid min-w-0 gap-0.5">
          <h2 id={id} className="font-semibold text-lg">
            {title}
          </h2>
          {description && <p className="text-base text-muted-foreground">{description}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
