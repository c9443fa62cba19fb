import { cn } from './class-names';

/** Holds the place of what is coming, in its final size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('animate-pulse rounded-md bg-foreground/8', className)} />;
}
