'use client';

import { Activity, Radio } from 'lucide-react';
import type { Route } from 'next';
import { useRef, useState } from 'react';
import { useShortcuts } from '@/components/tokens/use-shortcuts';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { cn } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButtons } from '@/components/ui/export-buttons';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import { Time } from '@/components/ui/time';
import { CallFilters, RequestSearch } from './call-filters';
import { CallListSkeleton } from './call-list-skeleton';
import { CallSheet } from './call-sheet';
import { CallTable } from './call-table';
import { isFiltered, queryOf } from './call-view';
import { useCallView } from './use-call-view';
import { useCalls, useNewCalls } from './use-calls';

interface ActivityPageProps {
  slug: string;
  /** False for who sees their own calls only. */
  seesAll: boolean;
  /** True where the calls of others are counted only. */
  countsOnly: boolean;
}

export function ActivityPage({ slug, seesAll, countsOnly }: ActivityPageProps) {
  const [view, setView] = useCallView();
  const { call: openId, ...filters } = view;
  const query = queryOf(filters);
  const [isLive, setLive] = useState(true);
  const found = useCalls(slug, query);
  // What has an end gets nothing new.
  const mayBeLive = view.to === undefined;
  useNewCalls(slug, query, isLive && mayBeLive && found.data !== undefined);
  const calls = found.data?.calls ?? [];
  const searchedTo = found.data?.searchedTo ?? null;
  const isEmpty = found.data !== undefined && calls.length === 0;
  const field = useRef<HTMLInputElement>(null);
  const lastOpen = useRef<string | null>(null);

  const at = calls.findIndex(({ id }) => id === openId);
  const open = (id: string) => {
    lastOpen.current = id;
    setView({ call: id });
  };
  const stepTo = (index: number) => {
    const call = at < 0 ? undefined : calls[index];
    return call === undefined ? null : () => open(call.id);
  };
  const move = (step: 1 | -1) => {
    const from = calls.findIndex(({ id }) => id === focusedCall());
    const next = calls[from < 0 ? 0 : Math.min(Math.max(from + step, 0), calls.length - 1)];
    if (next) linkOf(next.id)?.focus();
  };
  useShortcuts({
    '/': () => field.current?.select(),
    j: () => move(1),
    k: () => move(-1),
    l: () => mayBeLive && setLive(!isLive),
  });

  return (
    <div className="grid grid-cols-1 gap-5">
      <PageHeader
        title="Activity"
        description={purposeOf(seesAll, countsOnly)}
        actions={
          <>
            {mayBeLive && <LiveButton isLive={isLive} onChange={setLive} />}
            <ExportButtons path={`/workspaces/${slug}/calls/export`} query={new URLSearchParams(query)} of="calls" />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-3">
        <RequestSearch
          value={view.request_id ?? ''}
          onSearch={(id) => setView({ request_id: id === '' ? undefined : id })}
          inputRef={field}
        />
        <CallFilters slug={slug} seesAll={seesAll} view={view} onChange={setView} calls={calls} />
      </div>
      {found.error !== null && (
        <Problem
          error={found.error}
          action={
            <Button variant="link" size="small" onClick={() => void found.refetch()}>
              Try again
            </Button>
          }
        />
      )}
      {found.data === undefined && found.error === null && <CallListSkeleton />}
      {isEmpty && !found.hasNextPage && (
        <NoCalls slug={slug} isFiltered={isFiltered(view)} isLive={isLive && mayBeLive} />
      )}
      {calls.length > 0 && (
        <CallTable
          calls={calls}
          seesAll={seesAll}
          openId={openId}
          hrefOf={(call) => `?${queryOf({ ...filters, call })}`}
          onOpen={open}
        />
      )}
      {found.hasNextPage && (
        <div className="flex flex-col items-center gap-2">
          {searchedTo !== null && isFiltered(view) && (
            <p className="text-muted-foreground text-sm">
              Looked back to <Time iso={searchedTo} />.
            </p>
          )}
          <Button
            variant="secondary"
            pending={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage({ cancelRefetch: false })}
          >
            {calls.length === 0 ? 'Look further back' : 'Load older'}
          </Button>
        </div>
      )}
      <CallSheet
        slug={slug}
        id={openId}
        known={calls[at]}
        onClose={() => setView({ call: undefined })}
        onStep={{ next: stepTo(at + 1), previous: stepTo(at - 1) }}
        finalFocus={() => linkOf(lastOpen.current) ?? document.querySelector<HTMLElement>('#main h1') ?? true}
      />
    </div>
  );
}

function purposeOf(seesAll: boolean, countsOnly: boolean): string {
  if (!seesAll) return 'Every tool call made with a token of yours.';
  if (countsOnly) return 'Your own calls and those of bots. This workspace counts the calls of other people only.';
  return 'Every tool call through this workspace: who, with what, and how it ended.';
}

function LiveButton({ isLive, onChange }: { isLive: boolean; onChange: (isLive: boolean) => void }) {
  return (
    <Button
      variant="secondary"
      size="small"
      aria-pressed={isLive}
      aria-keyshortcuts="L"
      title={isLive ? 'New calls appear by themselves (L)' : 'New calls wait for a reload (L)'}
      onClick={() => onChange(!isLive)}
    >
      <Radio className={cn(isLive ? 'text-success' : 'text-muted-foreground')} aria-hidden="true" />
      Live
      <span
        aria-hidden="true"
        className={cn('size-1.5 rounded-full', isLive ? 'bg-success motion-safe:animate-pulse' : 'bg-border-strong')}
      />
    </Button>
  );
}

function NoCalls({ slug, isFiltered, isLive }: { slug: string; isFiltered: boolean; isLive: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState icon={Activity} title="No call matches">
        <p>{isLive ? 'The next one that does appears here.' : 'Change or clear the filters.'}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Activity}
      title="No calls yet"
      actions={
        <ButtonLink variant="secondary" href={`/workspaces/${slug}/connect` as Route}>
          Connect a client
        </ButtonLink>
      }
    >
      <p>
        As soon as a client calls a tool, the call appears here: who made it, how it ended and how long it took. What
        was asked and answered is not stored.
      </p>
    </EmptyState>
  );
}

const focusedCall = (): string | null =>
  document.activeElement?.closest('[data-call]')?.getAttribute('data-call') ?? null;

const linkOf = (id: string | null): HTMLElement | null =>
  id === null ? null : document.querySelector<HTMLElement>(`[data-call="${CSS.escape(id)}"] [data-call-link]`);
