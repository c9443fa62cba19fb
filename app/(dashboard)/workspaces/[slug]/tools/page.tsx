import type { Metadata } from 'next';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { ToolList } from '@/components/tools/tool-list';
import { keys } from '@/lib/query/keys';
import { listServers } from '@/lib/servers/list-servers';
import { listTools } from '@/lib/servers/list-tools';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Tools · ${(await params).slug}` };
}

export default async function ToolsPage({ params }: PageProps) {
  const { slug } = await params;
  const { ctx } = await requireWorkspace(slug);
  const [tools, servers] = await Promise.all([
    listTools(ctx, slug, { limit: 100 }),
    listServers(ctx, slug, { limit: 100 }),
  ]);
  return (
    <Prefetched
      data={[
        [keys.tools(slug), wholeList(tools.tools, tools)],
        [keys.servers(slug), wholeList(servers.servers, servers)],
      ]}
    >
      <ToolList slug={slug} />
    </Prefetched>
  );
}
