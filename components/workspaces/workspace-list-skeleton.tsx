import { Skeleton } from '@/components/ui/skeleton';

export function WorkspaceListSkeleton() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3" aria-busy="true">
      {['first', 'second', 'third'].map((key) => (
        <div key={key} className="rounded-xl border bg-surface p-5 shadow-sm">
          <Skeleton className="h-6 w-40" />
          <Skeleton className="mt-2 h-4 w-24" />
          <Skeleton className="mt-3 h-11 w-full" />
          <Skeleton className="mt-4 h-9 w-32" />
        </div>
      ))}
      <span className="sr-only">Loading</span>
    </div>
  );
}
