import { Skeleton } from '@/components/ui/skeleton';

export function ToolListSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-6" aria-busy="true">
      <Skeleton className="h-9 w-full sm:max-w-xs" />
      <div className="grid gap-2.5">
        <Skeleton className="h-6 w-28" />
        <div className="divide-y rounded-xl border bg-surface shadow-sm">
          {['first', 'second', 'third', 'fourth'].map((key) => (
            <div key={key} className="grid gap-2 px-5 py-4">
              <Skeleton className="h-5 w-48" />
              <Skeleton className="h-5 w-full max-w-lg" />
            </div>
          ))}
        </div>
      </div>
      <span className="sr-only">Loading tools</span>
    </div>
  );
}
