'use client';

import { CircleCheck } from 'lucide-react';
import type { Token } from '@/lib/tokens/schemas';
import { useFirstCall } from './use-tokens';

/** Turns green when the gateway has seen the token for the first time. */
export function FirstCall({ slug, token }: { slug: string; token: Token }) {
  const { data } = useFirstCall(slug, token);
  const isUsed = data.last_used_at !== null;
  return (
    <div
      role="status"
      className="flex min-h-16 items-center gap-3.5 rounded-xl border bg-surface px-4 py-3 shadow-sm transition-colors data-used:border-success/40 data-used:bg-success-subtle sm:px-5"
      data-used={isUsed ? '' : undefined}
    >
      {isUsed ? <CircleCheck className="size-6 shrink-0 text-success" aria-hidden="true" /> : <Pulse />}
      <div className="grid min-w-0">
        <p className="font-medium text-base">{isUsed ? 'First call received' : 'Waiting for first call…'}</p>
        <p className="break-words text-muted-foreground text-sm">
          {isUsed
            ? `${data.last_used_client ?? 'A client'} reached the gateway with this token. It works.`
            : 'This turns green when your client reaches the gateway with this token.'}
        </p>
      </div>
    </div>
  );
}

function Pulse() {
  return (
    <span className="relative flex size-6 shrink-0 items-center justify-center" aria-hidden="true">
      <span className="absolute size-3 animate-ping rounded-full bg-accent/50" />
      <span className="size-2.5 rounded-full bg-accent" />
    </span>
  );
}
