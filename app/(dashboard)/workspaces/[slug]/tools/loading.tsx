import { ToolListSkeleton } from '@/components/tools/tool-list-skeleton';
import { PageHeader } from '@/components/ui/page-header';

export default function ToolsLoading() {
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title="Tools"
        description="Exactly what a connected client sees: the tools of all enabled servers in one flat list."
      />
      <ToolListSkeleton />
    </div>
  );
}
