import { Skeleton } from '@/components/ui/skeleton';

export function ServerListSkeleton() {
  return (
    <div className="divide-y rounded-xl border bg-surface shadow-sm" aria-busy="true">
      {['first', 'second', 'third'].map((key) => (
        <div key={key} className="grid gap-2 px-5 py-4">
          <div className="flex items-center gap-3">
            <Skeleton className="h-6 w-36" />
            <Skeleton className="h-6 w-16 rounded-full" />
            <Skeleton className="ml-auto h-8 w-24" />
          </div>
          <Skeleton className="h-5 w-64 max-w-full" />
          <Skeleton className="h-5 w-80 max-w-full" />
        </div>
      ))}
      <span className="sr-only">Loading servers</span>
    </div>
  );
}
