import { PageHeader } from '@/components/ui/page-header';
import { WorkspaceListSkeleton } from '@/components/workspaces/workspace-list-skeleton';

export default function WorkspacesLoading() {
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title="Workspaces" description="Each puts one URL in front of a team’s MCP servers." />
      <WorkspaceListSkeleton />
    </div>
  );
}
