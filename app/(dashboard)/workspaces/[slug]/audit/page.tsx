import type { Metadata } from 'next';
import { notFound as showNotFound } from 'next/navigation';
import { AuditList } from '@/components/audit/audit-list';
import { filterOf, viewOf } from '@/components/audit/audit-view';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { mayAct } from '@/lib/access/roles';
import { listAudit } from '@/lib/audit/list-audit';
import { listMembers } from '@/lib/members/list-members';
import { keys } from '@/lib/query/keys';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Audit · ${(await params).slug}` };
}

export default async function AuditPage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const { ctx, workspace } = await requireWorkspace(slug);
  if (!mayAct(workspace.role, 'audit.read')) showNotFound();
  const query = await searchParams;
  const view = viewOf({ get: (name) => [query[name] ?? null].flat()[0] ?? null });
  const filter = filterOf(view, ctx.now.getTime());
  const [page, members] = await Promise.all([
    listAudit(ctx, slug, { ...filter, limit: 50 }),
    listMembers(ctx, slug, { limit: 100 }),
  ]);
  return (
    <Prefetched
      data={[
        [keys.audit(slug, filter), { pages: [page], pageParams: [null] }],
        [keys.members(slug), wholeList(members.members, members)],
      ]}
    >
      <AuditList slug={slug} nowMs={ctx.now.getTime()} />
    </Prefetched>
  );
}
