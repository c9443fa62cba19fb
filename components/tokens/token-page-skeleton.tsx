import { Skeleton } from '@/components/ui/skeleton';

export function TokenPageSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-5" aria-busy="true">
      <Skeleton className="h-5 w-20" />
      <div className="flex items-start justify-between gap-4">
        <div className="grid gap-2">
          <Skeleton className="h-8 w-56" />
          <Skeleton className="h-6 w-44" />
        </div>
        <Skeleton className="h-9 w-40" />
      </div>
      <div className="grid gap-5 rounded-xl border bg-surface p-5 sm:grid-cols-2 lg:grid-cols-3">
        {['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].map((key) => (
          <div key={key} className="grid gap-1">
            <Skeleton className="h-4 w-20" />
            <Skeleton className="h-5 w-32" />
          </div>
        ))}
      </div>
      <div className="divide-y rounded-xl border bg-surface">
        {['first', 'second', 'third', 'fourth'].map((key) => (
          <div key={key} className="flex items-center gap-3 px-5 py-3.5">
            <Skeleton className="size-5 rounded-full" />
            <Skeleton className="h-5 w-56" />
          </div>
        ))}
      </div>
      <span className="sr-only">Loading the token</span>
    </div>
  );
}
