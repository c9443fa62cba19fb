'use client';

import { KeyRound, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { SearchInput } from '@/components/ui/search-input';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { useReturnFocus } from '@/components/ui/use-return-focus';
import { FirstSteps } from '@/components/workspaces/first-steps';
import type { CreatedToken, Token } from '@/lib/tokens/schemas';
import { filterTokens } from './filter-tokens';
import { NewTokenDialog } from './new-token-dialog';
import { RevealScreen } from './reveal-screen';
import { TokenListSkeleton } from './token-list-skeleton';
import { TokenTable } from './token-table';
import { useTokens } from './use-tokens';

interface TokenListProps {
  slug: string;
  gatewayUrl: string;
  /** True when the page was asked for by “New token” elsewhere. */
  startWithNew: boolean;
}

export function TokenList({ slug, gatewayUrl, startWithNew }: TokenListProps) {
  const [creating, setCreating] = useState(startWithNew);
  // The raw token lives here and nowhere else: leaving or reloading the page ends it.
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const { data: tokens, error } = useTokens(slug);
  const isRevealing = useRef(false);
  const { opener, finalFocus } = useReturnFocus();
  const newButton = (
    <Button ref={opener} onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      New token
    </Button>
  );
  const showNew = (open: boolean) => {
    setCreating(open);
    // The address asked for the dialog once; reloading must not ask again.
    if (!open && startWithNew) window.history.replaceState(null, '', window.location.pathname);
  };
  const reveal = (result: CreatedToken) => {
    isRevealing.current = true;
    setCreated(result);
    showNew(false);
  };
  const endReveal = () => {
    isRevealing.current = false;
    setCreated(null);
  };
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Tokens"
        description="Each opens this workspace to one client. Shown once, revoked at once."
        actions={tokens?.length !== 0 && newButton}
      />
      {error && tokens === undefined && <Problem error={error} />}
      {tokens === undefined && !error && <TokenListSkeleton />}
      {tokens?.length === 0 && (
        <EmptyState icon={KeyRound} title="No tokens yet" actions={newButton}>
          <p>A client needs a token to use this workspace’s tools.</p>
          <FirstSteps slug={slug} />
        </EmptyState>
      )}
      {tokens !== undefined && tokens.length > 0 && <FilteredTokens slug={slug} tokens={tokens} />}
      <NewTokenDialog
        slug={slug}
        open={creating}
        onOpenChange={showNew}
        onCreated={reveal}
        finalFocus={() => !isRevealing.current && finalFocus()}
      />
      {created && (
        <RevealScreen
          slug={slug}
          gatewayUrl={gatewayUrl}
          created={created}
          onClose={endReveal}
          returnFocus={finalFocus}
        />
      )}
    </div>
  );
}

function FilteredTokens({ slug, tokens }: { slug: string; tokens: Token[] }) {
  const [text, setText] = useState('');
  const [view, setView] = useState<'active' | 'all'>('all');
  const shown = filterTokens(tokens, text, view === 'active');
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <SearchInput
          label="Search tokens by name or hint"
          placeholder="Search by name or hint"
          value={text}
          onChange={setText}
        />
        <SegmentedRadio
          legend="Which tokens to show"
          hideLegend
          value={view}
          onChange={setView}
          options={[
            { value: 'all', label: 'All' },
            { value: 'active', label: 'Active' },
          ]}
        />
        <p className="ml-auto text-muted-foreground text-sm tabular-nums" aria-live="polite">
          {shown.length === tokens.length ? countText(tokens.length) : `${shown.length} of ${countText(tokens.length)}`}
        </p>
      </div>
      {shown.length === 0 ? (
        <p className="rounded-xl border border-dashed py-10 text-center text-muted-foreground">No token matches.</p>
      ) : (
        <TokenTable slug={slug} tokens={shown} />
      )}
    </>
  );
}

const countText = (count: number) => `${count} ${count === 1 ? 'token' : 'tokens'}`;
