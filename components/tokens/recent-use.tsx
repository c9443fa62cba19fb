'use client';

import { TriangleAlert } from 'lucide-react';
import { pastTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/time';
import type { Token } from '@/lib/tokens/schemas';
import { isInUse } from './token-state';

/** A warning where ending the token cuts somebody off. */
export function RecentUse({ token }: { token: Token }) {
  const now = useNow();
  if (token.last_used_at === null || !isInUse(token, now)) return null;
  const by = token.last_used_client ? ` by ${token.last_used_client}` : '';
  return (
    <p className="flex items-start gap-2.5 rounded-md border border-warning/30 bg-warning-subtle px-3 py-2.5 text-foreground">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden="true" />
      <span>
        <strong className="font-medium">Still in use:</strong> its last request was made{' '}
        {pastTime(Date.parse(token.last_used_at), now)}
        {by}.
      </span>
    </p>
  );
}
