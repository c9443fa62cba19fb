'use client';

import { CopyButton } from '@/components/ui/copy-button';
import { useWorkspace } from './use-workspaces';
import { WorkspaceTabs } from './workspace-tabs';

/** The name is no heading: each room below has the page's h1. */
export function WorkspaceHeader({ slug }: { slug: string }) {
  const { data: workspace } = useWorkspace(slug);
  return (
    <div className="mb-7 grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="min-w-0 truncate font-semibold text-xl tracking-tight">{workspace.name}</p>
        <div className="flex min-w-0 max-w-full items-center rounded-md border bg-surface pl-3 shadow-sm">
          <span className="sr-only">Gateway URL: </span>
          <span className="min-w-0 truncate font-mono text-muted-foreground text-sm">{workspace.gateway_url}</span>
          <CopyButton value={workspace.gateway_url} subject="gateway URL" variant="ghost" className="ml-1" />
        </div>
      </div>
      <WorkspaceTabs slug={slug} />
    </div>
  );
}
