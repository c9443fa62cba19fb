'use client';

import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButtons } from '@/components/ui/export-buttons';
import { PageHeader } from '@/components/ui/page-header';
import { Problem } from '@/components/ui/problem';
import type { AuditRecord } from '@/lib/audit/schemas';
import { AuditDialog } from './audit-dialog';
import { AuditFilters } from './audit-filters';
import { AuditListSkeleton } from './audit-list-skeleton';
import { AuditRow } from './audit-row';
import { filterOf, isFiltered, noFilters } from './audit-view';
import { useAudit } from './use-audit';
import { useAuditView } from './use-audit-view';

interface AuditListProps {
  slug: string;
  /** When the page was made, in Unix milliseconds: periods are counted back from then, so that what is shown does not move. */
  nowMs: number;
}

export function AuditList({ slug, nowMs }: AuditListProps) {
  const [view, change] = useAuditView();
  const filter = filterOf(view, nowMs);
  const audit = useAudit(slug, filter);
  const [opened, setOpened] = useState<AuditRecord | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const entries = audit.data?.pages.flatMap((page) => page.entries);
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Audit"
        description="Who changed what in this workspace. Every entry is sealed with the one before it; none is ever changed or deleted."
        actions={
          <ExportButtons
            path={`/workspaces/${slug}/audit/export`}
            query={new URLSearchParams(filter as Record<string, string>)}
            of="the audit log"
          />
        }
      />
      <AuditFilters slug={slug} view={view} onChange={change} />
      {audit.error && entries === undefined && <Problem error={audit.error} />}
      {audit.isPending && <AuditListSkeleton />}
      {entries?.length === 0 && (
        <EmptyState
          icon={ScrollText}
          title={isFiltered(view) ? 'Nothing matches' : 'Nothing was changed yet'}
          actions={
            isFiltered(view) && (
              <Button variant="secondary" onClick={() => change(noFilters)}>
                Clear filters
              </Button>
            )
          }
        >
          {isFiltered(view)
            ? 'No entry fits these filters.'
            : 'Whatever people change here, from tokens to members, will stand on this page.'}
        </EmptyState>
      )}
      {entries !== undefined && entries.length > 0 && (
        <ol aria-label="Audit log" className="divide-y overflow-hidden rounded-xl border bg-surface shadow-sm">
          {entries.map((entry) => (
            <AuditRow
              key={entry.id}
              entry={entry}
              onOpen={() => {
                setOpened(entry);
                setIsOpen(true);
              }}
            />
          ))}
        </ol>
      )}
      {audit.hasNextPage && (
        <div className="flex justify-center">
          <Button variant="secondary" pending={audit.isFetchingNextPage} onClick={() => audit.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {opened !== null && (
          <AuditDialog
            entry={opened}
            onNarrow={(part) => {
              setIsOpen(false);
              change({ ...noFilters, ...part });
            }}
          />
        )}
      </Dialog>
    </div>
  );
}
