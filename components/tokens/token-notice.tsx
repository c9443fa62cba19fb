'use client';

import { CirclePause, Hourglass, type LucideIcon, RefreshCw, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/class-names';
import { Time, useNow } from '@/components/ui/time';
import type { Token } from '@/lib/tokens/schemas';
import { isFreshLeak, nextStep } from './token-banners';
import { isLive, tokenState } from './token-state';
import { StopsIn } from './token-status';

/** The one thing about a token that its owner should know first; nothing for most. */
export function TokenNotice({ token }: { token: Token }) {
  const now = useNow();
  const state = tokenState(token, now);
  if (isFreshLeak(token, now)) {
    return (
      <Notice icon={ShieldAlert} tone="danger">
        <strong className="font-semibold">Found in the open.</strong>{' '}
        {isLive(token)
          ? 'It still works: whoever finds it gets in. Rotate or revoke it now. '
          : 'It was revoked: nobody gets in with it. '}
        {nextStep}
      </Notice>
    );
  }
  if (state === 'rotating' && token.expires_at !== null) {
    return (
      <Notice icon={RefreshCw} tone="accent">
        This token was replaced and <StopsIn at={token.expires_at} />. Clients that still use it have to move to the new
        one.
      </Notice>
    );
  }
  if (state === 'expiring' && token.expires_at !== null) {
    return (
      <Notice icon={Hourglass} tone="warning">
        It expires <Time iso={token.expires_at} mayCome />. Rotate it to go on with another expiry.
      </Notice>
    );
  }
  if (state === 'paused') {
    return (
      <Notice icon={CirclePause} tone="warning">
        Every request with it is refused until it is resumed.
      </Notice>
    );
  }
  return null;
}

const tones = {
  danger: ['border-danger/40 bg-danger-subtle', 'text-danger'],
  warning: ['border-warning/25 bg-warning-subtle', 'text-warning'],
  accent: ['border-accent/25 bg-accent-subtle', 'text-accent'],
} as const;

function Notice({ icon: Icon, tone, children }: { icon: LucideIcon; tone: keyof typeof tones; children: ReactNode }) {
  const [frame, sign] = tones[tone];
  return (
    <div className={cn('flex items-start gap-2.5 rounded-lg border px-4 py-3 text-base', frame)}>
      <Icon className={cn('mt-[3px] size-4 shrink-0', sign)} aria-hidden="true" />
      <p className="min-w-0 text-pretty">{children}</p>
    </div>
  );
}
