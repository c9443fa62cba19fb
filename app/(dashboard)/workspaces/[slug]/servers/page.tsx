import type { Metadata } from 'next';
import { ServerList } from '@/components/servers/server-list';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { mayAct } from '@/lib/access/roles';
import { keys } from '@/lib/query/keys';
import { listServers } from '@/lib/servers/list-servers';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Servers · ${(await params).slug}` };
}

export default async function ServersPage({ params }: PageProps) {
  const { slug } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  const may = { write: mayAct(workspace.role, 'server.write'), record: mayAct(workspace.role, 'server.record') };
  const page = await listServers(ctx, slug, { limit: 100 });
  return (
    <Prefetched data={[[keys.servers(slug), wholeList(page.servers, page)]]}>
      <ServerList slug={slug} may={may} />
    </Prefetched>
  );
}
