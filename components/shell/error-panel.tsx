'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ApiProblem } from '@/lib/query/problem';

/** In place of a page that failed. The reference leads to the entry in the server's log. */
export function ErrorPanel({ error, retry }: { error: unknown; retry: () => void }) {
  const reference = referenceOf(error);
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-20 text-center">
      <CircleAlert className="size-8 text-danger" aria-hidden="true" />
      <h1 className="mt-4 font-semibold text-xl">This page could not be shown</h1>
      <p className="mt-2 text-base text-muted-foreground">
        Something failed on our side; nothing was changed. Try again, and if it stays, look for the reference in the
        server’s log.
      </p>
      {reference && (
        <p className="mt-3 text-muted-foreground text-sm">
          Reference <code className="break-all font-mono">{reference}</code>
        </p>
      )}
      <div className="mt-6 flex gap-2">
        <Button onClick={retry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
        <ButtonLink href="/workspaces" variant="secondary">
          All workspaces
        </ButtonLink>
      </div>
    </div>
  );
}

function referenceOf(error: unknown): string | null {
  if (error instanceof ApiProblem) return error.requestId;
  if (typeof error === 'object' && error !== null && 'digest' in error) return String(error.digest);
  return null;
}
