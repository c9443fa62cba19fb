import { Skeleton } from '@/components/ui/skeleton';

export function CallListSkeleton() {
  return (
    <div className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm" aria-busy="true">
      <div className="hidden h-9 bg-sunken md:block" />
      {['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].map((key) => (
        <div key={key} className="flex items-start gap-6 px-4 py-3">
          <div className="grid gap-1.5">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-4 w-24" />
          </div>
          <Skeleton className="ml-auto h-6 w-16 rounded-full md:ml-24" />
          <Skeleton className="hidden h-5 w-28 md:block" />
          <Skeleton className="hidden h-5 w-14 md:ml-auto md:block" />
          <Skeleton className="hidden h-5 w-20 md:block" />
        </div>
      ))}
      <span className="sr-only">Loading calls</span>
    </div>
  );
}
