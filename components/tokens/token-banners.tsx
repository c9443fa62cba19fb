'use client';

import { Hourglass, ShieldAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useNow } from '@/components/ui/time';
import type { Token } from '@/lib/tokens/schemas';
import { counted } from './scope-text';
import { isLive, tokenState } from './token-state';
import type { TokenView } from './token-view';

interface TokenBannersProps {
  tokens: readonly Token[];
  onShow: (part: Partial<TokenView>) => void;
}

/** What about a workspace's tokens cannot wait: leaks aloud, expiries quietly. */
export function TokenBanners({ tokens, onShow }: TokenBannersProps) {
  const now = useNow();
  const exposed = tokens.filter((token) => isFreshLeak(token, now));
  const expiring = tokens.filter((token) => tokenState(token, now) === 'expiring').length;
  return (
    <>
      {exposed.length > 0 && <ExposedBanner tokens={exposed} onShow={() => onShow({ status: 'exposed' })} />}
      {expiring > 0 && (
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-lg border bg-surface px-4 py-2 text-base">
          <Hourglass className="size-4 shrink-0 text-warning" aria-hidden="true" />
          <p>
            {counted(expiring, 'token')} {expiring === 1 ? 'expires' : 'expire'} within 7 days
          </p>
          <Button
            variant="link"
            size="small"
            className="min-h-6 px-0 text-foreground underline"
            onClick={() => onShow({ status: 'expiring', sort: 'expires' })}
          >
            Show
          </Button>
        </div>
      )}
    </>
  );
}

const monthMs = 30 * 86_400_000;

/** One that still opens something is news until it does not; one that was revoked is for a month. */
export const isFreshLeak = (token: Token, now: number): boolean =>
  token.exposed_at !== null && (isLive(token) || now - Date.parse(token.exposed_at) < monthMs);

function ExposedBanner({ tokens, onShow }: { tokens: readonly Token[]; onShow: () => void }) {
  const open = tokens.filter(isLive).length;
  const subject = tokens.length === 1 ? (tokens[0]?.name ?? 'A token') : counted(tokens.length, 'token');
  return (
    <section
      aria-label="Exposed tokens"
      className="grid gap-3 rounded-xl border border-danger/40 bg-danger-subtle px-4 py-4 sm:px-5"
    >
      <div className="flex items-start gap-3">
        <ShieldAlert className="mt-0.5 size-5 shrink-0 text-danger" aria-hidden="true" />
        <div className="grid min-w-0 gap-1">
          <h2 className="break-words font-semibold text-lg">
            {subject} {tokens.length === 1 ? 'was' : 'were'} found in the open
          </h2>
          <p className="max-w-prose text-pretty text-base">
            {open === 0
              ? 'Aerostack revoked what was reported at once: nobody gets in with it. '
              : `${open === 1 && tokens.length === 1 ? 'It still works' : `${open} of them still work`}: whoever finds it gets in. Rotate or revoke it now. `}
            {nextStep}
          </p>
        </div>
      </div>
      <div className="pl-8">
        <Button variant={open === 0 ? 'secondary' : 'danger'} size="small" onClick={onShow}>
          Show {tokens.length === 1 ? 'it' : 'them'}
        </Button>
      </div>
    </section>
  );
}

export const nextStep =
  'Then take it out of where it was found, history included, and look at what was called with it.';
