'use client';

import { WorkspaceInitial } from '@/components/shell/workspace-nav';
import { CopyButton } from '@/components/ui/copy-button';
import { useWorkspace } from './use-workspaces';
import { WorkspaceTabs } from './workspace-tabs';

/** The name is no heading: each room below has the page's h1. */
export function WorkspaceHeader({ slug, mayAudit }: { slug: string; mayAudit: boolean }) {
  const { data: workspace } = useWorkspace(slug);
  return (
    <div className="mb-7 grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="flex min-w-0 items-center gap-2.5 font-semibold text-lg">
          <WorkspaceInitial name={workspace.name} active />
          <span className="truncate">{workspace.name}</span>
        </p>
        <div className="flex w-full min-w-0 items-center justify-between sm:w-auto rounded-md border bg-surface pl-3 shadow-sm">
          <span className="sr-only">Gateway URL: </span>
          <span className="min-w-0 truncate font-mono text-muted-foreground text-sm">{workspace.gateway_url}</span>
          <CopyButton value={workspace.gateway_url} subject="gateway URL" variant="ghost" className="ml-1" />
        </div>
      </div>
      <WorkspaceTabs slug={slug} mayAudit={mayAudit} />
    </div>
  );
}
