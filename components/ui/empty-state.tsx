import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}

/** Nothing here yet: what this place is for, and what to do first. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <section className="flex flex-col items-center rounded-xl border border-dashed bg-surface px-6 py-12 text-center">
      <span className="mb-4 flex size-11 items-center justify-center rounded-lg border bg-background shadow-sm">
        <Icon className="size-5 text-muted-foreground" aria-hidden="true" />
      </span>
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="mt-1.5 max-w-xl text-pretty text-base text-muted-foreground">{children}</div>
      {actions && <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div>}
    </section>
  );
}
