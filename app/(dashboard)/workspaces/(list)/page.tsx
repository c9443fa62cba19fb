import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { ButtonLink } from '@/components/ui/button-link';
import { PageHeader } from '@/components/ui/page-header';
import { WorkspaceList } from '@/components/workspaces/workspace-list';
import { keys } from '@/lib/query/keys';
import { listWorkspaces } from '@/lib/workspaces/list-workspaces';
import { requireCtx } from '../../page-context';

export const metadata: Metadata = { title: 'Workspaces' };

export default async function WorkspacesPage() {
  const page = await listWorkspaces(await requireCtx(), { limit: 100 });
  return (
    <Prefetched data={[[keys.workspaces(), wholeList(page.workspaces, page)]]}>
      <div className="grid grid-cols-1 gap-6">
        <PageHeader
          title="Workspaces"
          description="Each puts one URL in front of a team’s MCP servers."
          actions={
            page.workspaces.length > 0 && (
              <ButtonLink href="/workspaces/new">
                <Plus aria-hidden="true" />
                New workspace
              </ButtonLink>
            )
          }
        />
        <WorkspaceList />
      </div>
    </Prefetched>
  );
}
