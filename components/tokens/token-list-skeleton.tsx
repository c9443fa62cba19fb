import { Skeleton } from '@/components/ui/skeleton';

export function TokenListSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-5" aria-busy="true">
      <div className="grid grid-cols-1 gap-3">
        <Skeleton className="h-9 w-full sm:max-w-xs" />
        <div className="flex gap-2 overflow-hidden py-0.5">
          {['w-22', 'w-17', 'w-23', 'w-24', 'w-32'].map((width) => (
            <Skeleton key={width} className={`h-8 shrink-0 rounded-full ${width}`} />
          ))}
        </div>
      </div>
      <div className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">
        <div className="hidden h-9 bg-sunken md:block" />
        {['first', 'second', 'third', 'fourth'].map((key) => (
          <div key={key} className="flex flex-wrap items-center gap-4 px-4 py-3.5">
            <Skeleton className="size-4" />
            <div className="grid gap-1.5">
              <Skeleton className="h-5 w-40" />
              <Skeleton className="h-4 w-28" />
            </div>
            <Skeleton className="h-6 w-18 rounded-full md:ml-auto" />
            <Skeleton className="hidden h-5 w-24 xl:block" />
            <Skeleton className="h-5 w-20" />
            <Skeleton className="hidden h-5 w-20 md:block" />
            <Skeleton className="hidden h-5 w-24 md:block" />
          </div>
        ))}
      </div>
      <span className="sr-only">Loading tokens</span>
    </div>
  );
}
