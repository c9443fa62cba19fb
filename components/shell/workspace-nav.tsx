'use client';

import { Boxes, Plus } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { useMe } from '@/components/workspaces/use-workspaces';

const itemClasses =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-base text-muted-foreground transition-colors hover:bg-hover hover:text-foreground aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-foreground';

/** The workspaces one can go to. `onNavigate` lets the phone's drawer close itself. */
export function WorkspaceNav({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname();
  const { data: me } = useMe();
  const close = onNavigate ? { onClick: onNavigate } : {};
  return (
    <nav aria-label="Main" className="grid grid-cols-1 gap-6 px-3">
      <Link
        href="/workspaces"
        className={itemClasses}
        aria-current={pathname === '/workspaces' ? 'page' : undefined}
        {...close}
      >
        <Boxes className="size-4" aria-hidden="true" />
        All workspaces
      </Link>
      <div>
        <div className="mb-1 flex items-center justify-between pr-1 pl-2">
          <h2 className="font-medium text-muted-foreground text-xs tracking-normal">Workspaces</h2>
          <Link
            href="/workspaces/new"
            aria-label="New workspace"
            className="flex size-6 items-center justify-center rounded-sm text-muted-foreground hover:bg-hover hover:text-foreground"
            {...close}
          >
            <Plus className="size-4" aria-hidden="true" />
          </Link>
        </div>
        {me === undefined ? (
          <div className="grid gap-1.5 px-2 pt-1.5">
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-5 w-24" />
          </div>
        ) : (
          <ul className="grid grid-cols-1 gap-px">
            {me.workspaces.map(({ slug, name }) => {
              const href = `/workspaces/${slug}` as Route;
              const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
              return (
                <li key={slug}>
                  <Link href={href} className={itemClasses} aria-current={isCurrent ? 'page' : undefined} {...close}>
                    <WorkspaceInitial name={name} active={isCurrent} />
                    <span className="truncate">{name}</span>
                  </Link>
                </li>
              );
            })}
            {me.workspaces.length === 0 && <li className="px-2 py-1 text-muted-foreground text-sm">None yet</li>}
          </ul>
        )}
      </div>
    </nav>
  );
}

export function WorkspaceInitial({ name, active = false }: { name: string; active?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'flex size-5 shrink-0 items-center justify-center rounded-sm border font-semibold text-[0.6875rem] uppercase',
        active ? 'border-accent/30 bg-accent-subtle text-accent' : 'bg-surface text-muted-foreground',
      )}
    >
      {[...name][0]}
    </span>
  );
}
