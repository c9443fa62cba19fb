import type { Metadata } from 'next';
import { Prefetched } from '@/components/shell/prefetched';
import { UsagePage } from '@/components/usage/usage-page';
import { mayAct } from '@/lib/access/roles';
import { keys } from '@/lib/query/keys';
import { getUsageOverview } from '@/lib/usage/get-usage-overview';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Analytics · ${(await params).slug}` };
}

export default async function AnalyticsPage({ params }: PageProps) {
  const { slug } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  const overview = await getUsageOverview(ctx, slug);
  return (
    <Prefetched data={[[keys.usage(slug, 'overview'), overview]]}>
      <UsagePage slug={slug} nowMs={ctx.now.getTime()} mayReadAll={mayAct(workspace.role, 'usage.any')} />
    </Prefetched>
  );
}
