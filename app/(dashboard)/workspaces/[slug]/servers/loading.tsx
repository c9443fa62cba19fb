import { ServerListSkeleton } from '@/components/servers/server-list-skeleton';
import { PageHeader } from '@/components/ui/page-header';

export default function ServersLoading() {
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title="Servers" description="The MCP servers whose tools this workspace offers as one list." />
      <ServerListSkeleton />
    </div>
  );
}
