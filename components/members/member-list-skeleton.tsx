import { Skeleton } from '@/components/ui/skeleton';

export function MemberListSkeleton() {
  return (
    <div className="divide-y rounded-xl border bg-surface shadow-sm" aria-busy="true">
      {['first', 'second', 'third'].map((key) => (
        <div key={key} className="flex items-center gap-3 px-5 py-4">
          <Skeleton className="size-9 rounded-full" />
          <div className="grid gap-1.5">
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-4 w-44" />
          </div>
          <Skeleton className="ml-auto hidden h-6 w-20 rounded-full sm:block" />
          <Skeleton className="hidden h-8 w-64 lg:block" />
        </div>
      ))}
      <span className="sr-only">Loading members</span>
    </div>
  );
}
