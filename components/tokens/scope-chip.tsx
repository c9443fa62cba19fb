import { Funnel } from 'lucide-react';
import type { TokenScope } from '@/lib/tokens/schemas';
import { scopeSummary } from './scope-text';

/** What a token grants, in a word. All of the workspace is the usual and stays quiet. */
export function ScopeChip({ scope }: { scope: TokenScope | null }) {
  if (scope === null) return <span className="text-muted-foreground">All tools</span>;
  return (
    <span className="inline-flex max-w-full items-start gap-1.5 rounded-md border bg-sunken px-2 py-0.5 font-medium text-muted-foreground text-xs">
      <Funnel className="mt-px size-3.5 shrink-0" aria-hidden="true" />
      <span className="min-w-0 text-pretty">{scopeSummary(scope)}</span>
    </span>
  );
}
