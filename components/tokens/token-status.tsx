'use client';

import { Ban, CircleCheck, CirclePause, Clock, Hourglass, RefreshCw, ShieldAlert } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import { useNow } from '@/components/ui/time';
import type { Token } from '@/lib/tokens/schemas';
import { remainingText } from './remaining-text';
import { type TokenState, tokenState } from './token-state';

export const tokenStateLooks: Record<TokenState, { label: string; tone: Tone; icon: typeof CircleCheck }> = {
  active: { label: 'Active', tone: 'success', icon: CircleCheck },
  expiring: { label: 'Expiring soon', tone: 'warning', icon: Hourglass },
  rotating: { label: 'Rotating', tone: 'accent', icon: RefreshCw },
  paused: { label: 'Paused', tone: 'warning', icon: CirclePause },
  expired: { label: 'Expired', tone: 'neutral', icon: Clock },
  revoked: { label: 'Revoked', tone: 'neutral', icon: Ban },
};

/** One badge, or two for a token that was found in the open. */
export function TokenStatusBadge({ token }: { token: Token }) {
  const { label, tone, icon } = tokenStateLooks[tokenState(token, useNow())];
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {token.exposed_at !== null && (
        <Badge tone="danger" icon={ShieldAlert}>
          Exposed
        </Badge>
      )}
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
    </span>
  );
}

/** What is left of the time in which a token that was replaced still works. */
export function StopsIn({ at }: { at: string }) {
  const left = Date.parse(at) - useNow();
  return (
    <span className="whitespace-nowrap tabular-nums" role="timer">
      stops in {remainingText(left)}
    </span>
  );
}
