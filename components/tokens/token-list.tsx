'use client';

import { Keyboard, KeyRound, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { useNow } from '@/components/ui/time';
import { FirstSteps } from '@/components/workspaces/first-steps';
import type { Token } from '@/lib/tokens/schemas';
import { filterTokens, groupTokens } from './filter-tokens';
import { HashSearchLine } from './hash-search-line';
import { counted } from './scope-text';
import { SelectionBar } from './selection-bar';
import { ShortcutsDialog } from './shortcuts-dialog';
import { TokenBanners } from './token-banners';
import { TokenDialogs, useTokenDialogs } from './token-dialogs';
import { TokenFilters } from './token-filters';
import { TokenListSkeleton } from './token-list-skeleton';
import { TokenSearch } from './token-search';
import { mayRotate } from './token-state';
import { TokenTable } from './token-table';
import { isFiltered, noFilters, type TokenView } from './token-view';
import { useShortcuts } from './use-shortcuts';
import { useTokenHashSearch } from './use-token-hash-search';
import { useTokenSelection } from './use-token-selection';
import { useTokenView } from './use-token-view';
import { useTokens } from './use-tokens';

interface TokenListProps {
  slug: string;
  gatewayUrl: string;
  /** False for who sees their own only. */
  seesAll: boolean;
  /** Requests in any 60 seconds that every token may make. */
  usualRate: number;
  /** True when the page was asked for by “New token” elsewhere. */
  startWithNew: boolean;
}

/** How many rows are drawn at a time: a page of ten thousand would not scroll. */
const rowsStep = 100;

export function TokenList({ slug, gatewayUrl, seesAll, usualRate, startWithNew }: TokenListProps) {
  const { data: tokens, error, isComplete } = useTokens(slug);
  const [view, setView] = useTokenView();
  const dialogs = useTokenDialogs(startWithNew ? { kind: 'new' } : null);
  const selection = useTokenSelection();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const newButton = useRef<HTMLButtonElement>(null);
  const create = () => dialogs.askFor({ kind: 'new' }, newButton.current);
  const isEmpty = tokens?.length === 0 && isComplete;
  useShortcuts({ c: create, '?': () => setHelpOpen(true) });

  const button = (
    <Button ref={newButton} aria-keyshortcuts="C" onClick={create}>
      <Plus aria-hidden="true" />
      New token
    </Button>
  );
  return (
    <div className="grid grid-cols-1 gap-5">
      <PageHeader
        title="Tokens"
        description={
          seesAll
            ? 'Each opens this workspace to one client. Shown once, revoked at once.'
            : 'Yours: each opens this workspace to one client. Shown once, revoked at once.'
        }
        actions={
          !isEmpty && (
            <>
              <Button
                variant="ghost"
                size="icon"
                className="hidden text-muted-foreground md:inline-flex"
                aria-label="Keyboard shortcuts"
                title="Keyboard shortcuts (?)"
                onClick={() => setHelpOpen(true)}
              >
                <Keyboard aria-hidden="true" />
              </Button>
              {button}
            </>
          )
        }
      />
      {error && tokens === undefined && <Problem error={error} />}
      {tokens === undefined && !error && <TokenListSkeleton />}
      {isEmpty && (
        <EmptyState icon={KeyRound} title="No tokens yet" actions={button}>
          <p>A client needs a token to use this workspace’s tools.</p>
          <FirstSteps slug={slug} />
        </EmptyState>
      )}
      {tokens !== undefined && !isEmpty && (
        <>
          <TokenBanners tokens={tokens} onShow={(part) => setView({ ...noFilters, search: '', ...part })} />
          <ShownTokens
            slug={slug}
            tokens={tokens}
            isComplete={isComplete}
            view={view}
            setView={setView}
            askFor={dialogs.askFor}
            selection={selection}
          />
        </>
      )}
      <TokenDialogs
        slug={slug}
        gatewayUrl={gatewayUrl}
        usualRate={usualRate}
        dialogs={dialogs}
        onRevokedSeveral={selection.clear}
        // The address asked for the dialog once; reloading must not ask again.
        onClosed={() => startWithNew && setView({})}
      />
      <ShortcutsDialog open={isHelpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}

interface ShownTokensProps {
  slug: string;
  /** All of the workspace, as far as they are here. */
  tokens: Token[];
  isComplete: boolean;
  view: TokenView;
  setView: (part: Partial<TokenView>) => void;
  askFor: ReturnType<typeof useTokenDialogs>['askFor'];
  selection: ReturnType<typeof useTokenSelection>;
}

function ShownTokens({ slug, tokens, isComplete, view, setView, askFor, selection }: ShownTokensProps) {
  const now = useNow();
  const field = useRef<HTMLInputElement>(null);
  const [rowsMax, setRowsMax] = useState(rowsStep);
  const listed = useTokens(slug, view.search);
  const byHash = useTokenHashSearch(slug);
  const matching = byHash.token ? [byHash.token] : filterTokens(listed.data ?? [], view, now);
  const drawn = matching.slice(0, rowsMax);
  const groups = groupTokens(drawn, tokens);
  const rows = groups.flatMap(({ token, replaced }) => [token, ...replaced]);
  const chosen = tokens.filter(({ id, status }) => selection.ids.has(id) && status !== 'revoked');
  const show = (part: Partial<TokenView>) => {
    byHash.end();
    setRowsMax(rowsStep);
    setView(part);
  };
  const revokeChosen = (opener: HTMLElement | null) => askFor({ kind: 'revoke several', tokens: chosen }, opener);
  const keys = selection.keysFor(rows);
  useShortcuts({
    '/': () => field.current?.select(),
    j: () => keys.move(1),
    k: () => keys.move(-1),
    x: keys.toggle,
    e: () => keys.withCurrent((token, row) => mayRotate(token) && askFor({ kind: 'rotate', token }, row)),
    '#': () => {
      if (chosen.length > 0) revokeChosen(keys.currentLink());
      else keys.withCurrent((token, row) => token.status !== 'revoked' && askFor({ kind: 'revoke', token }, row));
    },
    Escape: selection.clear,
  });
  return (
    <>
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <TokenSearch
            value={view.search}
            onSearch={(search) => show({ search })}
            onPasted={(pasted) => {
              setView({ search: '' });
              void byHash.look(pasted);
            }}
            inputRef={field}
          />
          <p className="text-muted-foreground text-sm tabular-nums sm:ml-auto" aria-live="polite">
            {countText(matching.length, tokens.length, isComplete && listed.isComplete)}
          </p>
        </div>
        <TokenFilters tokens={tokens} view={view} onChange={show} />
        {byHash.search && (
          <HashSearchLine
            search={byHash.search}
            onEnd={byHash.end}
            onSearchHint={(search) => show({ ...noFilters, search })}
          />
        )}
      </div>
      {listed.error && <Problem error={listed.error} />}
      {matching.length === 0 && listed.error === null && (
        <NoMatch
          isLooking={!listed.isComplete}
          hasFilters={isFiltered(view)}
          onClear={() => show({ ...noFilters, search: '' })}
        />
      )}
      {matching.length > 0 && (
        <TokenTable
          slug={slug}
          groups={groups}
          askFor={askFor}
          selection={{
            ids: selection.ids,
            choose: (id, isChosen, isRange) => selection.choose(rows, id, isChosen, isRange),
            chooseAll: (isChosen) => selection.chooseAll(rows, isChosen),
          }}
        />
      )}
      {matching.length > drawn.length && (
        <Button variant="secondary" className="mx-auto" onClick={() => setRowsMax(rowsMax + rowsStep)}>
          Show {Math.min(rowsStep, matching.length - drawn.length)} more
        </Button>
      )}
      {listed.isCut && (
        <p className="text-center text-muted-foreground text-sm">
          These are the newest {(listed.data?.length ?? 0).toLocaleString('en')}. Search to find older ones.
        </p>
      )}
      {chosen.length > 0 && <SelectionBar count={chosen.length} onRevoke={revokeChosen} onClear={selection.clear} />}
    </>
  );
}

interface NoMatchProps {
  isLooking: boolean;
  hasFilters: boolean;
  onClear: () => void;
}

function NoMatch({ isLooking, hasFilters, onClear }: NoMatchProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-xl border border-dashed py-10 text-center text-muted-foreground">
      <p>{isLooking ? 'Looking…' : 'No token matches.'}</p>
      {!isLooking && (
        <Button variant="secondary" size="small" onClick={onClear}>
          {hasFilters ? 'Clear search and filters' : 'Clear the search'}
        </Button>
      )}
    </div>
  );
}

function countText(shown: number, all: number, isComplete: boolean): string {
  if (!isComplete) return `${shown.toLocaleString('en')} so far, loading…`;
  return shown === all ? counted(all, 'token') : `${shown.toLocaleString('en')} of ${counted(all, 'token')}`;
}
