import { ServerListSkeleton } from '@/components/servers/server-list-skeleton';
import { PageHeader } from '@/components/ui/page-header';

export default function ServersLoading() {
  return (
    <div className="grid gap-6">
      <PageHeader title="Servers" description="The MCP servers whose tools this workspace offers as one list." />
      <ServerListSkeleton />
    </div>
  );
}
