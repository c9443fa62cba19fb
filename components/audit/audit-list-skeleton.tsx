import { Skeleton } from '@/components/ui/skeleton';

export function AuditListSkeleton() {
  return (
    <div className="divide-y rounded-xl border bg-surface shadow-sm" aria-busy="true">
      {['first', 'second', 'third', 'fourth', 'fifth'].map((key) => (
        <div key={key} className="flex items-start gap-3 px-5 py-3">
          <Skeleton className="size-7 rounded-md" />
          <div className="grid gap-1.5">
            <Skeleton className="h-5 w-64 max-w-[50vw]" />
            <Skeleton className="h-4 w-40" />
          </div>
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
      <span className="sr-only">Loading the audit log</span>
    </div>
  );
}
