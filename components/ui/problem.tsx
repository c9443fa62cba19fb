import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem, sentenceOf } from '@/lib/query/problem';

/** A failure in words, with the request id where the fault is ours, so that it can be found in the log. */
export function Problem({ error, action }: { error: unknown; action?: ReactNode }) {
  const requestId = error instanceof ApiProblem && !error.isExpected ? error.requestId : null;
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-md border border-danger/30 bg-danger-subtle px-3 py-2.5"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden="true" />
      <div className="grid min-w-0 gap-1 text-base text-foreground">
        <p>{sentenceOf(error)}</p>
        {requestId && (
          <p className="break-all text-muted-foreground text-sm">
            Request <code className="font-mono">{requestId}</code>
          </p>
        )}
        {action}
      </div>
    </div>
  );
}
