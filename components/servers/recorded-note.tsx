import { Disc } from 'lucide-react';
import { cn } from '@/components/ui/class-names';

/** Whoever calls a server that is recorded is told. */
export function RecordedNote({ className }: { className?: string }) {
  return (
    <p className={cn('flex max-w-prose items-start gap-2 text-muted-foreground text-sm', className)}>
      <Disc className="mt-[3px] size-3.5 shrink-0" aria-hidden="true" />
      <span className="min-w-0">
        Arguments and results of its calls are recorded, without fields that hold secrets.
      </span>
    </p>
  );
}
