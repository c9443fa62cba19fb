import type { Metadata } from 'next';
import { MemberList } from '@/components/members/member-list';
import { Prefetched, wholeList } from '@/components/shell/prefetched';
import { listMembers } from '@/lib/members/list-members';
import { keys } from '@/lib/query/keys';
import { requireWorkspace } from '../../../page-context';

interface PageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Members · ${(await params).slug}` };
}

export default async function MembersPage({ params }: PageProps) {
  const { slug } = await params;
  const { ctx } = await requireWorkspace(slug);
  const page = await listMembers(ctx, slug, { limit: 100 });
  return (
    <Prefetched data={[[keys.members(slug), wholeList(page.members, page)]]}>
      <MemberList slug={slug} />
    </Prefetched>
  );
}
