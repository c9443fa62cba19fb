import type { Metadata } from 'next';
import { ActivityPage } from '@/components/activity/activity-page';
import { filtersOf, queryOf } from '@/components/activity/call-view';
import { Prefetched } from '@/components/shell/prefetched';
import { mayAct } from '@/lib/access/roles';
import { listCalls } from '@/lib/calls/list-calls';
import { keys } from '@/lib/query/keys';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Activity · ${(await params).slug}` };
}

export default async function Page({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  const asked = await searchParams;
  const filters = filtersOf({ get: (name) => [asked[name] ?? null].flat()[0] ?? null });
  const page = await listCalls(ctx, slug, { ...filters, limit: 50 });
  return (
    <Prefetched data={[[keys.calls(slug, queryOf(filters)), { pages: [page], pageParams: [null] }]]}>
      <ActivityPage
        slug={slug}
        seesAll={mayAct(workspace.role, 'usage.any')}
        countsOnly={workspace.usage_detail !== 'full'}
      />
    </Prefetched>
  );
}
