import { Skeleton } from '@/components/ui/skeleton';

export function TokenListSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-6" aria-busy="true">
      <Skeleton className="h-9 w-full sm:max-w-xs" />
      <div className="divide-y rounded-xl border bg-surface shadow-sm">
        <div className="hidden h-9 bg-sunken md:block" />
        {['first', 'second', 'third', 'fourth'].map((key) => (
          <div key={key} className="flex flex-wrap items-center gap-4 px-5 py-3.5">
            <div className="grid gap-1.5">
              <Skeleton className="h-5 w-40" />
              <Skeleton className="h-4 w-28" />
            </div>
            <Skeleton className="h-6 w-18 rounded-full md:ml-auto" />
            <Skeleton className="h-5 w-24" />
            <Skeleton className="hidden h-5 w-20 md:block" />
            <Skeleton className="hidden h-5 w-24 md:block" />
          </div>
        ))}
      </div>
      <span className="sr-only">Loading tokens</span>
    </div>
  );
}
